/** Kills this process at the n-th passing of the named point (`name:n`); without one, does nothing. For tests only. */
export function crashAt(wish: string | undefined): (name: string) => void {
  if (wish === undefined) return () => undefined;
  const at = wish.lastIndexOf(':');
  const wanted = wish.slice(0, at);
  let left = Number(wish.slice(at + 1)); // passings before the end
  return (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
