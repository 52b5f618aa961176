import type { TracerSettings } from '../adapters/tracer/settings.ts';
import type { Config } from '../config.ts';

export function tracerSettings(config: Config, instanceId: string): TracerSettings {
  return {
    endpoint: config.OTEL_SDK_DISABLED ? undefined : config.OTEL_EXPORTER_OTLP_ENDPOINT,
    serviceName: config.OTEL_SERVICE_NAME,
    version: config.version,
    instanceId,
    sampler: config.OTEL_TRACES_SAMPLER,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
  };
}
