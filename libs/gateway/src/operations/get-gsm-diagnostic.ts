import type { GsmDiagnostic, SignalQuality } from '#contract';
import {
  circuitSwitchedStatus,
  CosemValueError,
  decodeAdjacentCells,
  decodeCellInfo,
  modemRegistration,
  packetSwitchedStatus,
  signalQuality,
  type Enumeration,
} from '#cosem';
import type { AttributeRef, Data } from '#dlms';
import { OperationError } from '../faults/fault-error.js';
import { decoded } from './access-result.js';
import type { MeterAccess } from './meter-access.js';
import { meterTimeOf } from './meter-time.js';
import type { Operation, OperationContext } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetGsmDiagnostic';

/** Reads the diagnostic object of the modem that the device is registered with: GPRS, CDMA or LTE. */
export const getGsmDiagnostic: Operation<'GetGsmDiagnostic'> = (_, context) => {
  const { profile, settings } = context;
  const method = settings.communicationMethod;
  if (method === undefined) throw new OperationError(401, `${OPERATION}: the device is registered without a communication method`);
  const object = profileObject(profile, `${method}_DIAGNOSTIC`, OPERATION);
  const refs = [2, 3, 4, 5, 6, 7].map((attribute) => attributeOf(object, attribute));
  return async (access) => {
    const values = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const captureTime = await captureTimeOf(access, attributeOf(object, 8), context);
    const response: GsmDiagnostic = { ...decoded(attributeOf(object, 2), OPERATION, () => diagnosticOf(values)), captureTime };
    const data = { ...response, adjacentCells: [...response.adjacentCells] };
    return { response, facts: [{ type: 'GsmDiagnosticCollected', data, occurredAt: context.now() }] };
  };
};

/** `values`: attributes 2 to 7. @throws CosemValueError */
function diagnosticOf([operator, registration, circuit, packet, cell, adjacent]: readonly Data[]): Omit<GsmDiagnostic, 'captureTime'> {
  if (operator === undefined || cell === undefined || adjacent === undefined) throw new CosemValueError('an attribute is missing');
  const { signalQuality: quality, network, ...cellInfo } = decodeCellInfo(cell);
  return {
    operator: textOf(operator),
    modemRegistrationStatus: nameOf(modemRegistration, registration),
    circuitSwitchedStatus: nameOf(circuitSwitchedStatus, circuit),
    packetSwitchedStatus: nameOf(packetSwitchedStatus, packet),
    cellInfo: { ...cellInfo, signalQuality: qualityOf(quality), ...network },
    adjacentCells: decodeAdjacentCells(adjacent).map((other) => ({ cellId: other.cellId, signalQuality: qualityOf(other.signalQuality) })),
  };
}

/** A number that the standard does not define is as good as none. */
const qualityOf = (quality: number): SignalQuality => signalQuality.nameOf(quality) ?? 'NOT_KNOWN_OR_NOT_DETECTABLE';

function nameOf<N extends string>(names: Enumeration<N>, data: Data | undefined): N {
  const name = data?.type === 'enum' ? names.nameOf(data.value) : undefined;
  if (name === undefined) throw new CosemValueError(`${data?.type ?? 'nothing'} where a state of the modem is expected`);
  return name;
}

function textOf(data: Data): string {
  if (data.type === 'visible-string' || data.type === 'utf8-string') return data.value;
  if (data.type === 'octet-string') return Buffer.from(data.value).toString('latin1');
  throw new CosemValueError(`${data.type} where the name of an operator is expected`);
}

/** Not every modem says when it looked: that is no reason to know nothing. */
async function captureTimeOf(access: MeterAccess, ref: AttributeRef, { settings }: OperationContext): Promise<string | null> {
  const [result] = await access.get([ref]);
  return result?.ok === true ? (meterTimeOf(result.data, settings.timezone)?.text ?? null) : null;
}
