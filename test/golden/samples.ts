/** Real data for types whose schema leaves members open; it takes the place of what the schema alone would give. */
export const SAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CommandAccepted: {
    operation: 'GetPeriodicMeterReads',
    data: { periodType: 'DAILY', beginDate: '2026-01-01T00:00:00Z', endDate: '2026-01-08T00:00:00Z' },
    options: { priority: 4, bypassRetry: false, scheduleTime: 1_767_225_600_000 },
  },
  /** Of another organisation than was granted: the state that all golden events fold to is kept, too. */
  DeviceAuthorizationRevoked: { organisation: 'other', functionGroup: 'FIRMWARE', reason: 'reason' },
  MeterReadsCollected: {
    kind: 'DAILY',
    channel: null,
    unit: 'KWH',
    reads: [
      {
        logTime: '2026-01-01T00:00:00+01:00',
        activeEnergyImport: '10.001',
        activeEnergyExport: '20.001',
        activeEnergyImportTariffOne: '4.000',
        activeEnergyImportTariffTwo: '6.001',
        activeEnergyExportTariffOne: '8.000',
        activeEnergyExportTariffTwo: '12.001',
        amrProfileStatusCode: ['DAYLIGHT_SAVING'],
      },
    ],
    part: 0,
    parts: 2,
  },
  /** Signed with a key that nobody has any more. */
  CheckpointSigned: {
    checkpoint: {
      form: 'meterlog/checkpoint/1',
      at: '2026-01-01T12:00:00.000Z',
      events: 1234,
      position: 'WyJwMSIsIjNmMGM0YzVlLTc1NmQtNGE0Zi05ZGMxLTYwYjM1NmNhOWQ2ZiIsMTIzNF0',
      streams: 26,
      root: 'b7c3ae6a4a33e6c38224e381bac31ca851d7dff2d242271f02bdec209f473cc4',
      previous: 'e946e501ed4fba2908931cfb716df3d062f7f1b62ddabbd6a20e669a2d1e966a',
      keyId: '1f585e472684dec443eb0737b3ea85d6bcd361ad78026e058426a0f2907c535f',
    },
    signature: '3JKhPnHcbU3q5X9sAhzgJuyZ5NvUGT3/WF+4dQdMV3fLRUeU+6ppOnXyp1K0BgbcNYgFuJd27svBZT8W2qfGBQ==',
    publicKey: 'MCowBQYDK2VwAyEAqnk6+7C4KimB6S3wEKHFQD/T/1KYHa3YVC1y9nf9c38=',
  },
  DeviceRegistered: registration('E450'),
  DeviceReplaced: registration('E350'),
};

function registration(modelCode: string) {
  return {
    device: {
      deviceType: 'SMART_METER_E',
      timezone: 'Europe/Amsterdam',
      protocolName: 'SMR',
      protocolVersion: '5.1',
      lls1Active: false,
      hls3Active: false,
      hls4Active: false,
      hls5Active: true,
      deliveryDate: '2026-01-15T00:00:00Z',
      polyphase: false,
      ipAddressIsStatic: true,
      withListMax: 32,
      selectiveAccessSupported: true,
      challengeLength: 16,
      port: 4059,
      networkAddress: '127.16.0.1',
      logicalId: 1,
      clientId: 1,
      useHdlc: false,
      useSn: false,
    },
    deviceModel: { manufacturer: 'Test', modelCode },
  };
}
