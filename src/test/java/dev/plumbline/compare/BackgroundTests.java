package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundTests {

    @Test
    void doesOneThingAfterTheOtherInAThreadOfItsOwn() {
        List<Thread> threads = new ArrayList<>(); // seen through join alone
        try (Background background = Background.thread("beside")) {
            for (int i = 0; i < 3; i++) {
                background.run(() -> threads.add(Thread.currentThread()));
                background.join();
            }
        }
        assertEquals(3, threads.size());
        assertEquals(1, threads.stream().distinct().count());
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    @Test
    void doesItAtOnceWhereThatIsFaster() {
        List<Thread> threads = new ArrayList<>();
        try (Background background = Background.none()) {
            background.run(() -> threads.add(Thread.currentThread()));
            assertEquals(List.of(Thread.currentThread()), threads);
        }
    }

    @Test
    void throwsWhereItIsWaitedFor() {
        RuntimeException failure = new IllegalStateException("planted");
        Error error = new StackOverflowError();
        try (Background background = Background.thread("beside")) {
            background.run(() -> {
                throw failure;
            });
            assertSame(failure, assertThrows(RuntimeException.class, background::join));
            background.join(); // once is enough
            background.run(() -> {
                throw error;
            });
            assertSame(error, assertThrows(Error.class, background::join));
        }
    }
}
