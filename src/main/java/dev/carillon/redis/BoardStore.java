package dev.carillon.redis;

import dev.carillon.bus.Board;
import dev.carillon.bus.Question;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;

/** The shared checkboxes in Redis. Pure. */
final class BoardStore {
    private static final String VERSION = "version";

    // Key: the board. Arguments: channel, box, value, what is published before and behind the version
    private static final String SET = """
            redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
            local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
            redis.call('PUBLISH', ARGV[1], ARGV[4] .. string.format('%.0f', version) .. ARGV[5])
            return version
            """;

    private BoardStore() {}

    /** Sets a box and publishes {@code {"event":"checkbox-update","data":{"index":i,"value":b,"version":n}}}. */
    static Request set(Question.SetBox change) {
        return Request.cmd(Command.EVAL)
                .arg(SET)
                .arg(1)
                .arg(Keys.BOARD)
                .arg(change.channel())
                .arg(change.index())
                .arg(change.value() ? "1" : "0")
                .arg(BoardChange.head(change.index(), change.value()))
                .arg(BoardChange.tail());
    }

    static Request read() {
        return Request.cmd(Command.HGETALL).arg(Keys.BOARD);
    }

    /** What {@link #read()} brought. */
    static Board board(Response fields) {
        Boolean[] boxes = new Boolean[Board.SIZE];
        Arrays.fill(boxes, false);
        for (int i = 0; i < boxes.length; i++) {
            Response box = fields.get(String.valueOf(i));
            boxes[i] = box != null && box.toString().equals("1");
        }
        Response version = fields.get(VERSION);
        return new Board(Arrays.asList(boxes), version == null ? 0 : version.toLong());
    }
}
