package dev.carillon.config;

import dev.carillon.endpoint.EndpointSettings;
import dev.carillon.http.HttpSettings;
import dev.carillon.http.api.ApiSettings;
import dev.carillon.ops.LoggingSettings;
import dev.carillon.ops.ManagementSettings;
import dev.carillon.ops.SupervisorSettings;
import dev.carillon.redis.HistorySettings;
import dev.carillon.redis.RedisSettings;
import dev.carillon.socket.ServerSettings;
import dev.carillon.socket.SocketSettings;
import java.util.Map;

/**
 * The whole configuration: the features' records, each handed to its feature alone. Immutable.
 *
 * @param endpoints settings by the name of the endpoint, in the order of {@link dev.carillon.registry.Endpoints#ALL}
 */
public record Config(
        ServerSettings server,
        SocketSettings socket,
        RedisSettings redis,
        HistorySettings history,
        ManagementSettings management,
        SupervisorSettings supervisor,
        LoggingSettings logging,
        HttpSettings http,
        ApiSettings api,
        Map<String, EndpointSettings> endpoints) {}
