package io.cmaclip.batching.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes a Kafka client of which some methods do something else. Methods that a later Kafka adds are
 * forwarded too, except those that a predicate takes for dangerous.
 */
final class ForwardingClient {
  private ForwardingClient() {}

  /**
   * The client.
   *
   * @param overrides its methods stand in for those of the delegate with the same name and
   *     parameters
   * @param refused which of the other methods throw an {@link UnsupportedOperationException}
   */
  static <C> C of(
      Class<?> type, C delegate, Object overrides, Predicate<Method> refused, String reason) {
    Map<Method, Method> own = new HashMap<>();
    for (Method method : type.getMethods()) {
      Method override = override(overrides.getClass(), method);
      if (override != null) {
        own.put(method, override);
      }
    }
    @SuppressWarnings("unchecked") // the proxy implements what C is known by
    C client =
        (C)
            Proxy.newProxyInstance(
                ForwardingClient.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  Method override = own.get(method);
                  if (override != null) {
                    return call(override, overrides, arguments);
                  }
                  if (method.getName().equals("equals")) {
                    return proxy == arguments[0];
                  }
                  if (refused.test(method)) {
                    throw new UnsupportedOperationException(method + ": " + reason);
                  }
                  return call(method, delegate, arguments);
                });
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
