/** A tour of one minute: what is on the page, part by part; offered to newcomers until they skip it for good. */
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Words } from '#words';
import { useWords } from './use-words.ts';
import './tour.css';

type StepName = keyof Words['tour']['steps'];

/** Where each step points. */
const places: readonly (readonly [StepName, string])[] = [
  ['text', '.text-box'],
  ['tokens', '.token-strip'],
  ['heads', '.pane .overview'],
  ['numbers', '.pane .numbers'],
  ['open', '.pane .overview'],
  ['share', '.page-header'],
];

interface TourProps {
  /** The page. */
  readonly within: RefObject<HTMLElement | null>;
  onEnd(): void;
}

export function Tour({ within, onEnd }: TourProps) {
  const words = useWords();
  const [step, go] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const light = useRef<HTMLDivElement>(null);
  const [name, selector] = places[step];

  const point = useEffectEvent(() => {
    const target = within.current?.querySelector(selector);
    if (target && card.current && light.current) place(target, card.current, light.current);
  });
  useLayoutEffect(() => {
    const target = within.current?.querySelector(selector);
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    target?.scrollIntoView({ block: 'nearest', behavior: still ? 'instant' : 'smooth' });
    card.current?.showPopover();
    card.current?.focus();
    point();
  }, [selector, within]);
  useEffect(() => {
    const follow = () => point();
    window.addEventListener('resize', follow);
    document.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', follow);
      document.removeEventListener('scroll', follow, { capture: true });
    };
  }, []);

  return (
    <>
      <div ref={light} className="tour-light" aria-hidden="true" />
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-label={words.tour.name(step + 1, places.length)}
        popover="manual"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onEnd();
        }}
      >
        <p aria-live="polite">{words.tour.steps[name]}</p>
        <div className="tour-actions">
          <span>{`${step + 1} / ${places.length}`}</span>
          <button type="button" className="quiet" disabled={step === 0} onClick={() => go(step - 1)}>
            {words.tour.back}
          </button>
          {step < places.length - 1 && (
            <button type="button" className="quiet" onClick={() => go(step + 1)}>
              {words.tour.next}
            </button>
          )}
          <button type="button" className="quiet" onClick={onEnd}>
            {words.tour.end}
          </button>
        </div>
      </div>
    </>
  );
}

/** CSS pixels between what is pointed at and the words about it. */
const GAP = 10;

/** The card stands under the target, above it, or else inside it at its foot, always in the window. */
function place(target: Element, card: HTMLElement, light: HTMLElement): void {
  const at = target.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const under = at.bottom + GAP;
  const over = at.top - height - GAP;
  const inside = Math.min(at.bottom, innerHeight) - height - GAP;
  const top = under + height < innerHeight ? under : over > 0 ? over : inside;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  card.style.top = `${Math.max(8, top)}px`;
  light.style.inset = 'auto';
  light.style.left = `${at.left - 4}px`;
  light.style.top = `${at.top - 4}px`;
  light.style.width = `${at.width + 8}px`;
  light.style.height = `${at.height + 8}px`;
}

interface TourOfferProps {
  onTake(): void;
  onSkip(): void;
}

/** One line that stays until it is answered. */
export function TourOffer({ onTake, onSkip }: TourOfferProps) {
  const words = useWords();
  return (
    <aside className="tour-offer" aria-label={words.tour.button}>
      <p>{words.tour.offer}</p>
      <button type="button" className="quiet" onClick={onTake}>
        {words.tour.take}
      </button>
      <button type="button" className="quiet" onClick={onSkip}>
        {words.tour.skip}
      </button>
    </aside>
  );
}
