import { enableCompileCache } from 'node:module';
// Before the first TypeScript file: what the cache holds needs no type stripper, which costs a fifth of the memory.
enableCompileCache();
