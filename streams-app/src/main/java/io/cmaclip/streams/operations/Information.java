package io.cmaclip.streams.operations;

import io.cmaclip.cli.ProjectVersion;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.streams.service.ServiceSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Versions and settings of the process, without the model.
 *
 * @param values by name, in display order
 */
public record Information(Map<String, Object> values) {
  /** Loads PyTorch. */
  public static Information of(ServiceSettings settings, DeviceChoice device) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("java", Runtime.version().toString());
    versions.put("kafka", AppInfoParser.getVersion());
    versions.putAll(PyTorch.versions());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", ProjectVersion.number());
    values.put("versions", versions);
    values.put("device", PyTorch.deviceName(device));
    values.put("guarantee", settings.streams().guarantee().kafkaName());
    values.put("applicationId", settings.streams().applicationId());
    return new Information(values);
  }
}
