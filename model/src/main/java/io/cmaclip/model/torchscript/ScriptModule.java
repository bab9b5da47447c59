package io.cmaclip.model.torchscript;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of a TorchScript class with the values of its attributes. The attribute {@code
 * training} is set by default. Not thread-safe while it is being built.
 */
public final class ScriptModule {
  private final String type;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /**
   * Creates a module.
   *
   * @param type name of its class
   */
  public ScriptModule(String type) {
    this.type = type;
    attributes.put("training", false);
  }

  public ScriptModule put(String name, ScriptModule module) {
    return set(name, module);
  }

  public ScriptModule put(String name, ScriptTensor tensor) {
    return set(name, tensor);
  }

  public ScriptModule put(String name, long value) {
    return set(name, value);
  }

  public ScriptModule put(String name, double value) {
    return set(name, value);
  }

  public ScriptModule put(String name, boolean value) {
    return set(name, value);
  }

  public ScriptModule put(String name, String value) {
    return set(name, value);
  }

  /** Sets an attribute of type {@code List[int]}. */
  public ScriptModule putIntegers(String name, List<Integer> values) {
    return set(name, new ModulePickle.IntegerList(List.copyOf(values)));
  }

  /** Sets an attribute of type {@code List[Tensor]}. */
  public ScriptModule putTensors(String name, List<ScriptTensor> values) {
    return set(name, new ModulePickle.TensorList(List.copyOf(values)));
  }

  /** Sets an attribute of an optional type to None. */
  public ScriptModule putNone(String name) {
    return set(name, null);
  }

  private ScriptModule set(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** Copies this module with another class. */
  ScriptModule as(String otherType) {
    ScriptModule other = new ScriptModule(otherType);
    other.attributes.putAll(attributes);
    return other;
  }

  /** Returns the module at a path of attribute names, separated by dots. */
  ScriptModule module(String path) {
    ScriptModule module = this;
    for (String name : path.split("\\.")) {
      module = (ScriptModule) module.attributes.get(name);
    }
    return module;
  }

  String type() {
    return type;
  }

  Map<String, Object> attributes() {
    return Collections.unmodifiableMap(attributes);
  }
}
