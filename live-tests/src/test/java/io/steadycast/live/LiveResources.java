package io.steadycast.live;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Confined to the test's thread. Browsers, server and kit are started when the first test asks for them and live until the last has run. */
final class LiveResources implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LiveResources.class);

    private static final Map<Class<?>, Supplier<AutoCloseable>> MAKERS = Map.of(
            Chromium.class, Chromium::start,
            Firefox.class, Firefox::start,
            LiveServer.class, LiveServer::open,
            KitServer.class, KitServer::new);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Live.class || MAKERS.containsKey(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Live.class
                ? new Live(
                        (Chromium) shared(Chromium.class, context),
                        (Firefox) shared(Firefox.class, context),
                        (LiveServer) shared(LiveServer.class, context),
                        (KitServer) shared(KitServer.class, context))
                : shared(type, context);
    }

    private static Object shared(Class<?> type, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(type, key -> {
            Supplier<AutoCloseable> maker = MAKERS.get(key);
            if (maker == null) {
                throw new IllegalArgumentException("nothing makes a " + key);
            }
            return maker.get();
        });
    }
}
