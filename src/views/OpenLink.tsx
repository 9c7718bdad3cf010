/** From an embedded figure to the whole page, with the same spec. */
import { useWords } from './use-words.ts';

/** This page's address without the wish to be embedded. */
function wholePage(): string {
  const address = new URL(window.location.href);
  address.searchParams.delete('embed');
  return address.href;
}

/** The address is read at the click: the spec in it has changed since the link was drawn. */
export function OpenLink() {
  const words = useWords();
  return (
    <a
      className="open-link"
      href={wholePage()}
      target="_blank"
      rel="noopener"
      onClick={(event) => {
        event.currentTarget.href = wholePage();
      }}
    >
      {words.openInExplorer}
    </a>
  );
}
