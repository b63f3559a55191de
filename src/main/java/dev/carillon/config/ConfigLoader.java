package dev.carillon.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration: the environment over the file over the defaults. Pure but for reading the file.
 *
 * <p>In the environment a key such as {@code redis.commandTimeout} is {@code CARILLON_REDIS_COMMAND_TIMEOUT}; a few have a
 * short name too, such as {@code PORT}, which the long one overrides. An empty value counts as not set.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * The configuration of a process.
     *
     * @param environment all its environment variables
     * @param file the configuration file, if one was named
     * @throws ConfigException with every problem of the file and the environment
     */
    public static LoadedConfig load(Map<String, String> environment, Optional<Path> file) {
        Gathering gathering = new Gathering(Schema.carillon());
        file.ifPresent(gathering::file);
        gathering.environment(environment);
        return gathering.finish();
    }

    /**
     * The defaults but for some keys.
     *
     * @param textByPath values as they would stand in the environment, such as {@code "0"} for {@code server.port}
     * @throws ConfigException with every problem
     */
    public static Config of(Map<String, String> textByPath) {
        Gathering gathering = new Gathering(Schema.carillon());
        gathering.code(textByPath);
        return gathering.finish().config();
    }
}
