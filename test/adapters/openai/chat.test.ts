import { chatModel } from '../../../src/adapters/openai/chat.ts';
import { modelContract } from '../../contracts/model.contract.ts';

modelContract('chat', chatModel);
