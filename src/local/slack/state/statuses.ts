/** The line under a thread while the bot works. */
export interface Status {
  channel: string;
  threadTs: string;
  status: string;
}

export interface Statuses {
  /** An empty status removes the line. */
  set(status: Status): void;
  has(channel: string, threadTs: string): boolean;
  list(): readonly Status[];
}

export function createStatuses(): Statuses {
  const byThread = new Map<string, Status>();
  const key = (channel: string, threadTs: string): string => `${channel}:${threadTs}`;
  return {
    set: (status) => {
      const thread = key(status.channel, status.threadTs);
      if (status.status === '') byThread.delete(thread);
      else byThread.set(thread, status);
    },
    has: (channel, threadTs) => byThread.has(key(channel, threadTs)),
    list: () => [...byThread.values()],
  };
}
