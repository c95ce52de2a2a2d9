/** Turns ids into what people call them. */
export interface Names {
  acting: string;
  person: (id: string) => string;
  channel: (id: string) => string;
  group: (id: string) => string;
}
