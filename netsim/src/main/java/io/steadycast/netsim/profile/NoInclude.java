package io.steadycast.netsim.profile;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;

/** Immutable. A profile stands for itself: nothing is fetched from elsewhere while it is read. */
final class NoInclude implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        throw new ConfigException.Generic(
                "include \"" + what + "\" (legal: no includes; traces are referred to by trace { file })");
    }
}
