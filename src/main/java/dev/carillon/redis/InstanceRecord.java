package dev.carillon.redis;

import dev.carillon.bus.InstanceInfo;
import dev.carillon.bus.InstanceInfo.InstanceStatus;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What an instance says of itself in its lease, in JSON. Pure. */
final class InstanceRecord {
    private InstanceRecord() {}

    static String write(InstanceInfo info) {
        InstanceStatus status = info.status();
        return new JsonObject()
                .put("name", info.name())
                .put("startedMs", info.startedMs())
                .put("atMs", info.atMs())
                .put("ports", new JsonArray(status.ports()))
                .put("sessions", status.sessions())
                .put("received", status.received())
                .put("sent", status.sent())
                .encode();
    }

    /** Empty when it is not what this version writes. */
    static Optional<InstanceInfo> read(String id, String text) {
        try {
            JsonObject lease = new JsonObject(text);
            List<Integer> ports = lease.getJsonArray("ports").stream()
                    .map(port -> ((Number) port).intValue())
                    .toList();
            return Optional.of(new InstanceInfo(
                    id,
                    lease.getString("name"),
                    lease.getLong("startedMs"),
                    lease.getLong("atMs"),
                    new InstanceStatus(
                            ports, lease.getLong("sessions"), lease.getLong("received"), lease.getLong("sent"))));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
