const SVG = 'http://www.w3.org/2000/svg';

/** Strokes on a 20 by 20 grid. */
const PATHS = {
  hash: 'M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  shared: 'M7 6.5a2.5 2.5 0 1 1 0 .01M13 13.500a2.5 2.5 0 1 1 0 .010M8.5 8.500l3 3',
  home: 'M3.5 9.5 10 4l6.5 5.500M5.5 8.500V16h9V8.500M8.5 16v-4h3v4',
  chat: 'M3.5 4.500h13v9h-7l-3.5 3v-3h-2.500z',
  close: 'M5 5l10 10M15 5 5 15',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  send: 'M3 10h12M10.5 5l5 5-5 5',
  at: 'M10 13a3 3 0 1 1 3-3v1c0 2.6 3.5 2.4 3.5-1a6.5 6.5 0 1 0-2.7 5.3',
  more: 'M4.5 10h.010M10 10h.010M15.5 10h.010',
  eye: 'M2.5 10s2.7-5 7.5-5 7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  image: 'M3.5 4.500h13v11h-13zM4 14l3.5-4 3 3 2-2 3.5 3.500M12.5 7.500h.010',
  trash: 'M4 6h12M8 6V4h4v2M5.5 6l.800 10.500h7.400L14.5 6M8.500 9v5M11.5 9v5',
  check: 'M4 10.500l4 4 8-9',
  pencil: 'M4 16l.800-3.500L13.500 3.800l2.700 2.700L7.500 15.200zM11.800 5.500l2.700 2.700',
  stop: 'M6 6h8v8H6z',
  clip: 'M14.500 9.500l-5 5a3.200 3.200 0 0 1-4.500-4.500l6-6a2.200 2.200 0 0 1 3.100 3.100l-5.800 5.800a1 1 0 0 1-1.500-1.500l4.900-4.900',
  file: 'M5.500 3h6l3.500 3.500V17h-9.500zM11.500 3v3.500H15',
  pulse: 'M2.5 10h3.500l2-5 4 10 2-5h3.5',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only; the control around it carries the name. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
