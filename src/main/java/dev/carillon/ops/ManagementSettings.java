package dev.carillon.ops;

import dev.carillon.setting.Setting;

/** The management port: liveness, readiness, metrics. Immutable. */
public record ManagementSettings(
        @Setting(
                value = "127.0.0.1",
                pattern = "\\S+",
                expected = "an address or a host name",
                doc = "Address that the management port listens on.")
        String host,

        @Setting(value = "0", min = 0, max = 65535, doc = "Management port; 0: server.port + 1000.")
        int port,

        @Setting(
                value = "false",
                doc = "Whether POST /crash/{verticle} makes a verticle fail, for tests of the supervisor.")
        boolean crashRoute) {

    /** The port to bind for an instance whose first configured port is {@code serverPort}; 0: any free one. */
    public int portFor(int serverPort) {
        return port != 0 || serverPort == 0 ? port : serverPort + 1000;
    }
}
