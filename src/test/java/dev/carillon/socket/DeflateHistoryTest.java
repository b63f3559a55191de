package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a client that takes its context over: each may refer back to those before (RFC 7692, section 7.1.1.2). */
final class DeflateHistoryTest {
    private static final int TAIL = 4;
    private static final int LARGEST_WINDOW = 32768;

    private final Deflate deflate = new Deflate(6, 0);
    private final Deflater client = new Deflater(Deflater.BEST_COMPRESSION, true);

    @AfterEach
    void close() {
        client.end();
        deflate.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 300, 5_000, 40_000})
    void shouldUnderstandMessagesThatReferBack(int size) throws Exception {
        DeflateHistory history = new DeflateHistory(LARGEST_WINDOW);
        Random random = new Random(size);
        byte[] message = new byte[size];
        random.nextBytes(message);
        for (int i = 0; i < 50; i++) {
            message[random.nextInt(size)] = (byte) i;
            assertThat(decompressed(compressed(message), history)).isEqualTo(message);
        }
    }

    @Test
    void shouldNeedTheHistoryForWhatRefersBack() throws Exception {
        byte[] message = new byte[200];
        new Random(1).nextBytes(message);
        DeflateHistory history = new DeflateHistory(LARGEST_WINDOW);
        decompressed(compressed(message), history);
        byte[] again = compressed(message);
        assertThat(again.length).isLessThan(50);
        assertThat(decompressed(again, history)).isEqualTo(message);
    }

    @Test
    void shouldKeepTheLastBytesAcrossMessagesOfAllSizes() throws Exception {
        DeflateHistory history = new DeflateHistory(LARGEST_WINDOW);
        Random random = new Random(7);
        byte[] first = new byte[1000];
        random.nextBytes(first);
        decompressed(compressed(first), history);
        for (int size : new int[] {1, 31_000, 500, 70_000, 3, 32_768, 100}) {
            byte[] next = new byte[size];
            random.nextBytes(next);
            System.arraycopy(first, 0, next, 0, Math.min(size, first.length));
            assertThat(decompressed(compressed(next), history)).isEqualTo(next);
        }
    }

    private byte[] compressed(byte[] message) {
        client.setInput(message);
        byte[] out = new byte[message.length + 1000];
        int length = client.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - TAIL);
    }

    private byte[] decompressed(byte[] payload, DeflateHistory history) throws Exception {
        ByteBuf message =
                deflate.decompress(UnpooledByteBufAllocator.DEFAULT, Unpooled.wrappedBuffer(payload), 1 << 20, history);
        byte[] bytes = new byte[message.readableBytes()];
        message.readBytes(bytes);
        message.release();
        return bytes;
    }
}
