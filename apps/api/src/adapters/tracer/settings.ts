export interface TracerSettings {
  /** Where to send traces, without /v1/traces; undefined switches them off. */
  endpoint: string | undefined;
  serviceName: string;
  version: string;
  instanceId: string;
  /** In OpenTelemetry’s words. */
  sampler: `${'' | 'parentbased_'}${'always_on' | 'always_off' | 'traceidratio'}`;
  /** Share of the traces for the samplers by ratio, 0 to 1. */
  ratio: number;
}
