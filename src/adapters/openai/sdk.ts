// The package's root also loads Azure, Bedrock and the upload helpers; this entry is the client alone. Its 230 files as
// CommonJS modules are a megabyte lighter at rest than as the others.
import { createRequire } from 'node:module';
import type * as client from 'openai/client';
import type * as errors from 'openai/core/error';
import { z } from 'zod';

const load = createRequire(import.meta.url);
const Class = <Loaded>() => z.custom<Loaded>((value) => typeof value === 'function');

export const { OpenAI } = z.object({ OpenAI: Class<typeof client.OpenAI>() }).parse(load('openai/client'));
export type OpenAI = client.OpenAI;
export type APIError = errors.APIError;
export const { APIError } = z.object({ APIError: Class<typeof errors.APIError>() }).parse(load('openai/core/error'));
