/** How a vector is to be read. */
export interface DocumentedVector {
  readonly name: string;
  readonly as: 'apdu' | 'ciphered' | 'proof' | 'key-wrap' | 'wrapper';
  readonly octets: string;
  /** What is inside a ciphered APDU, or the key inside a wrapped one. */
  readonly plain?: string;
  readonly title?: string;
  readonly challenge?: string;
}

/** Keys and title of the Green Book's examples. */
export const ENCRYPTION_KEY = '000102030405060708090A0B0C0D0E0F';
export const AUTHENTICATION_KEY = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';
export const DEDICATED = '00112233445566778899AABBCCDDEEFF';
export const TITLE = '4D4D4D0000BC614E';

const GET_CLOCK = 'C0010000080000010000FF0200';
const INITIATE_REQUEST = '21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855';
const INITIATE_RESPONSE = '281F3001234567891214A0845E475714383F65BC19745CA235906525E4F3E1C893';

/** Examples of the Green Book and of RFC 3394, as public implementations quote them. */
export const documented: readonly DocumentedVector[] = [
  { name: 'plain GET clock attribute 2', as: 'apdu', octets: 'C0010000080000010000FF0200' },
  { name: 'GET, security control 10', as: 'ciphered', octets: 'C81E1001234567C0010000080000010000FF020006725D910F9221D263877516', plain: GET_CLOCK },
  { name: 'GET, security control 20', as: 'ciphered', octets: 'C8122001234567411312FF935A47566827C467BC', plain: GET_CLOCK },
  { name: 'GET, security control 30', as: 'ciphered', octets: 'C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B', plain: GET_CLOCK },
  { name: 'InitiateRequest with a dedicated key', as: 'apdu', octets: '01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0' },
  { name: 'glo-initiateRequest', as: 'ciphered', octets: INITIATE_REQUEST, plain: '01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0' },
  { name: 'glo-initiateResponse', as: 'ciphered', octets: INITIATE_RESPONSE, plain: '0800065F1F0400007C1F04000007' },
  { name: 'initiateResponse', as: 'apdu', octets: '0800065F1F0400007C1F04000007' },
  { name: 'f(StoC)', as: 'proof', octets: '10000000011A52FE7DD3E72748973C1E28', title: '4D4D4D0000000001', challenge: '503677524A323146' },
  { name: 'f(CtoS)', as: 'proof', octets: '1001234567FE1466AFB3DBCD4F9389E2B7', title: TITLE, challenge: '4B35366956616759' },
  { name: 'RFC 3394 4.1', as: 'key-wrap', octets: '1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5', plain: DEDICATED },
  { name: 'ded GET', as: 'ciphered', octets: 'D01E3001234567538219D99EE74436A08744D81EC04B2DF4D19FD8D8CD748873', plain: GET_CLOCK },
  {
    name: 'general-glo GET',
    as: 'ciphered',
    octets: 'DB084D4D4D0000BC614E1E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B',
    plain: GET_CLOCK,
  },
  { name: 'AARQ without security', as: 'apdu', octets: '601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0' },
  {
    name: 'AARQ LLS "12345678"',
    as: 'apdu',
    octets: '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0',
  },
  {
    name: 'AARQ HLS 5',
    as: 'apdu',
    octets: '6036A1090607608574050801018A0207808B0760857405080205AC0A80084B35366956616759BE10040E01000000065F1F0400007E1F04B0',
  },
  {
    name: 'AARQ LLS, ciphered',
    as: 'apdu',
    octets: '6066A109060760857405080103A60A04084D4D4D0000BC614E8A0207808B0760857405080201AC0A80083132333435363738BE340432' + INITIATE_REQUEST,
  },
  { name: 'AARE accepted', as: 'apdu', octets: '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007' },
  { name: 'AARE wrong context', as: 'apdu', octets: '6129A109060760857405080101A203020101A305A103020102BE10040E0800065F1F040000501F01F40007' },
  { name: 'AARE wrong DLMS version', as: 'apdu', octets: '611FA109060760857405080101A203020101A305A103020101BE0604040E010601' },
  {
    name: 'AARE HLS 5 pending',
    as: 'apdu',
    octets:
      '6142A109060760857405080101A203020100A305A10302010E88020780890760857405080205AA0A8008503677524A323146BE10040E0800065F1F040000501F01F40007',
  },
  { name: 'RLRQ', as: 'apdu', octets: '6203800100' },
  { name: 'RLRE', as: 'apdu', octets: '6303800100' },
  { name: 'RLRQ, ciphered', as: 'apdu', octets: '6239800100BE340432' + INITIATE_REQUEST },
  { name: 'RLRE, ciphered', as: 'apdu', octets: '6328800100BE230421' + INITIATE_RESPONSE },
  { name: 'GET with list', as: 'apdu', octets: 'C003C102000100002A0000FF020000080000010000FF0200' },
  { name: 'wrapper header', as: 'wrapper', octets: '0001001000110022' + '00'.repeat(34) },
];
