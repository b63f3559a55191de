package dev.carillon.bus;

import java.util.List;

/**
 * An instance as others see it. Immutable.
 *
 * @param id unique among all that share Redis
 * @param name as shown to clients
 * @param startedMs since the epoch
 * @param atMs when the instance said so, since the epoch
 */
public record InstanceInfo(String id, String name, long startedMs, long atMs, InstanceStatus status) {
    /**
     * What changes while an instance runs. Immutable.
     *
     * @param sessions that are open
     * @param received messages from clients since it started
     * @param sent messages to clients since it started
     */
    public record InstanceStatus(List<Integer> ports, long sessions, long received, long sent) {
        public InstanceStatus {
            ports = List.copyOf(ports);
        }
    }
}
