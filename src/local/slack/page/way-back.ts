/** Remembers where the focus is. What it returns leads back there, or to the message or the Home it was in when that was drawn anew. */
export function wayBack(): () => void {
  const active = document.activeElement;
  const list = active?.closest('[role=log]');
  const home = active?.closest('.home');
  const ts = active?.closest('[data-ts]')?.getAttribute('data-ts');
  return () => {
    const messages = Array.from(list?.querySelectorAll('[data-ts]') ?? []);
    const message = messages.find((one) => one.getAttribute('data-ts') === ts);
    const target = active?.isConnected ? active : (message ?? home);
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
}
