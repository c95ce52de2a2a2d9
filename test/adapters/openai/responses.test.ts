import { responsesModel } from '../../../src/adapters/openai/responses.ts';
import { modelContract } from '../../contracts/model.contract.ts';

modelContract('responses', responsesModel);
