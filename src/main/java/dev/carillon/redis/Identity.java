package dev.carillon.redis;

import dev.carillon.bus.InstanceInfo.InstanceStatus;
import java.util.function.Supplier;

/**
 * Which instance this is, for the others. Immutable.
 *
 * @param id unique among all that share Redis
 * @param name as shown to clients
 * @param startedMs since the epoch
 * @param status how it is at the moment; asked on the event loop of the bridge
 */
public record Identity(String id, String name, long startedMs, Supplier<InstanceStatus> status) {}
