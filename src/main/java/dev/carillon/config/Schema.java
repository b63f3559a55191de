package dev.carillon.config;

import dev.carillon.endpoint.EndpointSettings;
import dev.carillon.endpoint.EndpointType;
import dev.carillon.http.HttpSettings;
import dev.carillon.http.api.ApiSettings;
import dev.carillon.ops.LoggingSettings;
import dev.carillon.ops.ManagementSettings;
import dev.carillon.ops.SupervisorSettings;
import dev.carillon.redis.HistorySettings;
import dev.carillon.redis.RedisSettings;
import dev.carillon.registry.Endpoints;
import dev.carillon.socket.ServerSettings;
import dev.carillon.socket.SocketSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All sections and keys there are, in the order in which they are shown. Immutable.
 *
 * <p>This package runs once, in a cold JVM, before anything else can: on the way of a configuration that holds it uses loops
 * where it would use streams elsewhere, for each first use of a lambda costs about a millisecond there.
 */
record Schema(List<Section> sections, List<Key> keys) {
    /** Carillon's own: the features' sections, then one for each endpoint. */
    static Schema carillon() {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("server", ServerSettings.class));
        sections.add(Section.of("socket", SocketSettings.class));
        sections.add(Section.of("redis", RedisSettings.class));
        sections.add(Section.of("history", HistorySettings.class));
        sections.add(Section.of("management", ManagementSettings.class));
        sections.add(Section.of("supervisor", SupervisorSettings.class));
        sections.add(Section.of("logging", LoggingSettings.class));
        sections.add(Section.of("http", HttpSettings.class));
        sections.add(Section.of("api", ApiSettings.class));
        for (EndpointType<?> endpoint : Endpoints.ALL) {
            sections.add(Section.of(endpoint.name(), endpoint.settings()));
        }
        List<Key> keys = new ArrayList<>();
        for (Section section : sections) {
            keys.addAll(section.keys());
        }
        return new Schema(List.copyOf(sections), List.copyOf(keys));
    }

    /**
     * Carillon's configuration.
     *
     * @param records settings by the name of the section
     */
    static Config config(Map<String, Record> records) {
        Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
        for (EndpointType<?> endpoint : Endpoints.ALL) {
            endpoints.put(endpoint.name(), (EndpointSettings) records.get(endpoint.name()));
        }
        return new Config(
                (ServerSettings) records.get("server"),
                (SocketSettings) records.get("socket"),
                (RedisSettings) records.get("redis"),
                (HistorySettings) records.get("history"),
                (ManagementSettings) records.get("management"),
                (SupervisorSettings) records.get("supervisor"),
                (LoggingSettings) records.get("logging"),
                (HttpSettings) records.get("http"),
                (ApiSettings) records.get("api"),
                Collections.unmodifiableMap(endpoints));
    }

    Optional<Section> section(String name) {
        for (Section section : sections) {
            if (section.name().equals(name)) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }

    Optional<Key> key(String path) {
        for (Key key : keys) {
            if (key.path().equals(path)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
