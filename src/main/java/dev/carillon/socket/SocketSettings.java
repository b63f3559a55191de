package dev.carillon.socket;

import dev.carillon.setting.Setting;
import java.time.Duration;

/** What holds for every WebSocket session, whatever its endpoint. Immutable. */
public record SocketSettings(
        @Setting(
                value = "1048576",
                min = 125,
                max = 1_073_741_823,
                doc = "Largest message a client may send, in bytes after decompression; over it the session is"
                        + " closed with 1009.")
        int maxMessageBytes,

        @Setting(
                value = "1048576",
                min = 1024,
                max = 1_073_741_823,
                doc = "Bytes that may wait for a client that reads slowly; above it the endpoint's slowClients"
                        + " decides.")
        int maxPendingBytes,

        @Setting(
                value = "1024",
                min = 1,
                max = 1_000_000,
                doc = "Messages of one session that may await their answer; beyond it nothing more is read from the"
                        + " client until they are answered.")
        int maxUnanswered,

        @Setting(
                value = "25s",
                min = 0,
                max = 3_600_000,
                doc = "How often a session is pinged; a peer that is silent for a whole interval after a ping is"
                        + " closed; 0s: never.")
        Duration pingInterval,

        @Setting(
                value = "300s",
                min = 0,
                max = 86_400_000,
                doc = "A session from which no frame of any kind came for so long is closed; 0s: never.")
        Duration idleTimeout,

        @Setting(
                value = "5s",
                min = 10,
                max = 600_000,
                doc = "How long a closing session may take to answer the close frame before its connection is cut.")
        Duration closeTimeout,

        @Setting(value = "true", doc = "Whether permessage-deflate is accepted when a client offers it.")
        boolean deflate,

        @Setting(value = "3", min = 1, max = 9, doc = "Deflate's level: 1 is fastest, 9 smallest.")
        int deflateLevel,

        @Setting(
                value = "512",
                min = 0,
                max = 1_073_741_823,
                doc = "Messages shorter than so many bytes go uncompressed.")
        int deflateMinBytes) {}
