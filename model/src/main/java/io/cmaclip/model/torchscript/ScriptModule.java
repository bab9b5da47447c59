package io.cmaclip.model.torchscript;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of a TorchScript class with the values of its attributes, ready to be written. {@code
 * training} is an attribute of every module and need not be set. Not for use by several threads
 * while it is being built.
 */
public final class ScriptModule {
  private final String type;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /**
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

  /** An attribute of type {@code List[int]}. */
  public ScriptModule putIntegers(String name, List<Integer> values) {
    return set(name, new ModulePickle.IntegerList(List.copyOf(values)));
  }

  /** An attribute of type {@code List[Tensor]}. */
  public ScriptModule putTensors(String name, List<ScriptTensor> values) {
    return set(name, new ModulePickle.TensorList(List.copyOf(values)));
  }

  /** An attribute of an optional type that has no value. */
  public ScriptModule putNone(String name) {
    return set(name, null);
  }

  private ScriptModule set(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** A module of another class with the attributes of this one. */
  ScriptModule as(String otherType) {
    ScriptModule other = new ScriptModule(otherType);
    other.attributes.putAll(attributes);
    return other;
  }

  /** The module at a path of attribute names, joined by dots. */
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
