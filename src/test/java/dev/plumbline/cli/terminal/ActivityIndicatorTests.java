package dev.plumbline.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Messages appear during the work, and not after it. */
class ActivityIndicatorTests {
    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();

    private Terminal terminal() {
        Writer err = new Writer() {
            @Override
            public void write(char[] characters, int from, int length) {
                printed.add(new String(characters, from, length));
            }

            @Override
            public void flush() {
                // It is there at once.
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
        return Terminal.ofWriters(new PrintWriter(Writer.nullWriter()), new PrintWriter(err), StandardCharsets.UTF_8);
    }

    @Test
    void showsMessagesUntilItEnds() throws InterruptedException {
        try (ActivityIndicator waiting = new ActivityIndicator(terminal(), "training net.py", Duration.ofMillis(1))) {
            assertEquals("plumbline: training net.py, 0 s\n", printed.take());
            assertTrue(printed.take().startsWith("plumbline: training net.py, "));
            waiting.end();
            printed.clear();
        }
        assertEquals(0, printed.size());
    }
}
