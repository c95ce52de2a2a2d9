export type Child = Node | string | undefined;
export type Attributes = Record<string, string | boolean | undefined>;

/** The only way this page makes elements: text becomes text nodes, so nothing anybody writes can become markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

/** `false` and `undefined` take the attribute away, `true` sets it empty. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

const present = (children: readonly Child[]): (Node | string)[] => children.filter((child) => child !== undefined);

interface Keyed {
  key: string;
  /** Drawn again only when one of these is not the same as before. */
  depends: readonly unknown[];
  draw: () => HTMLElement;
}

/** Keeps the elements of unchanged items, and with them spinners, open menus and the focus. */
export function createKeyedList(container: Element): (items: readonly Keyed[]) => void {
  const drawn = new Map<string, { depends: readonly unknown[]; element: HTMLElement }>();
  return (items) => {
    // Whoever works with the keyboard stays where they are when that item is drawn anew.
    const before = new Map(Array.from(drawn, ([key, { element }]) => [key, element]));
    const keys = new Set(items.map(({ key }) => key));
    for (const key of drawn.keys()) if (!keys.has(key)) drawn.delete(key);
    const elements = items.map((item) => {
      const last = drawn.get(item.key);
      const isSame = last?.depends.every((value, index) => Object.is(value, item.depends[index]));
      const element = last && isSame ? last.element : item.draw();
      drawn.set(item.key, { depends: item.depends, element });
      return element;
    });
    const active = document.activeElement;
    const focused = items.findIndex(({ key }) => before.get(key)?.contains(active));
    place(container, elements);
    const element = elements[focused];
    if (active && element && document.activeElement !== active) focusAgain(active, element);
  };
}

/** The same control of an item that was drawn anew, else the item: who presses Enter again must never press another one. */
export function focusAgain(active: Element, element: HTMLElement): void {
  const key = active.closest('[data-key]')?.getAttribute('data-key');
  const [same, ...others] = Array.from(element.querySelectorAll<HTMLElement>('[data-key]')).filter(
    (control) => control.getAttribute('data-key') === key,
  );
  (same && others.length === 0 ? same : element).focus({ preventScroll: true });
}

/** Moves only what stands in the wrong place: taking an element out and in again would cost it the focus. */
function place(container: Element, elements: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(elements);
  const unwanted = Array.from(container.children).filter((child) => !wanted.has(child));
  for (const child of unwanted) child.remove();
  elements.forEach((element, index) => {
    const current = container.children[index];
    if (current !== element) container.insertBefore(element, current ?? null);
  });
}
