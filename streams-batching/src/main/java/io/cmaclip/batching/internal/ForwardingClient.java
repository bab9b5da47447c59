package io.cmaclip.batching.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Creates a proxy of a Kafka client with overridden methods. Methods of later Kafka versions are
 * delegated, except those rejected by a predicate.
 */
final class ForwardingClient {
  /**
   * Implementation of a method. Created once per client, because methods are called for every
   * record.
   */
  @FunctionalInterface
  private interface Handler {
    Object call(Object proxy, Object[] arguments) throws Throwable;
  }

  private ForwardingClient() {}

  /**
   * Creates the proxy.
   *
   * @param overrides its methods replace those of the delegate with the same name and parameters
   * @param refused other methods that throw an {@link UnsupportedOperationException}
   */
  static <C> C of(
      Class<?> type, C delegate, Object overrides, Predicate<Method> refused, String reason) {
    Map<Method, Handler> handlers = new HashMap<>();
    for (Method method : type.getMethods()) {
      Method override = override(overrides.getClass(), method);
      if (override != null) {
        handlers.put(method, (proxy, arguments) -> call(override, overrides, arguments));
      } else if (refused.test(method)) {
        handlers.put(
            method,
            (proxy, arguments) -> {
              throw new UnsupportedOperationException(method + ": " + reason);
            });
      } else {
        handlers.put(method, (proxy, arguments) -> call(method, delegate, arguments));
      }
    }
    for (Method method : Object.class.getMethods()) {
      handlers.put(
          method,
          method.getName().equals("equals")
              ? (proxy, arguments) -> proxy == arguments[0]
              : (proxy, arguments) -> call(method, delegate, arguments));
    }
    @SuppressWarnings("unchecked") // the proxy implements the interface of C
    C client =
        (C)
            Proxy.newProxyInstance(
                ForwardingClient.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handlers.get(method).call(proxy, arguments));
    return client;
  }

  private static Method override(Class<?> overrides, Method method) {
    try {
      Method found = overrides.getDeclaredMethod(method.getName(), method.getParameterTypes());
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
