package dev.carillon.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT once the JVM has begun to end: the JVM itself takes only the first of them. By reflection, as the JDK has no
 * supported way; where its unsupported one is gone, nothing happens at such a signal. Pure.
 */
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final List<String> NAMES = List.of("TERM", "INT");

    private Signals() {}

    /** Has {@code action} run at each signal from now on, on a thread of its own. To be called from a shutdown hook. */
    static void onNext(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, handling(action));
            for (String name : NAMES) {
                Object made = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, made, handling);
            }
        } catch (ReflectiveOperationException e) {
            log.debug("A second signal will not be noticed", e);
        }
    }

    private static InvocationHandler handling(Runnable action) {
        return (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
    }
}
