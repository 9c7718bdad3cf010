/** The gallery as a page: every view in every state, one at a time; `?theme=dark` and `?lang=zh` as on the page itself. */
import { createRoot } from 'react-dom/client';
import { parseFrame } from '#share';
import { type CaseName, gallery, Stage } from './gallery.tsx';

const names = Object.keys(gallery) as readonly CaseName[];
const root = createRoot(document.getElementById('root') as HTMLElement);

function show(): void {
  const name = names.find((each) => `#${each}` === location.hash) ?? names[0];
  document.querySelector('nav')?.replaceChildren(
    ...names.map((each) => {
      const link = Object.assign(document.createElement('a'), { href: `#${each}`, textContent: each });
      if (each === name) link.setAttribute('aria-current', 'page');
      return link;
    }),
  );
  const of = gallery[name]();
  const { theme, language } = parseFrame(location.search);
  root.render(
    <Stage key={name} of={{ ...of, frame: { ...of.frame, theme, ...(language && { language }) } }} />,
  );
}

window.addEventListener('hashchange', show);
show();
