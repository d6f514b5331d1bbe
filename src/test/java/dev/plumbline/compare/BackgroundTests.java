package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
    void doesSomethingElseAsWell() {
        for (Background background : List.of(Background.none(), Background.thread("beside"))) {
            List<String> done = new ArrayList<>();
            Supplier<String> result = background.fork(() -> {
                done.add("this");
                return "that";
            });
            assertEquals("that", result.get());
            assertEquals("that", result.get());
            assertEquals(List.of("this"), done);
            background.close();
        }
    }

    @Test
    void throwsWhatElseItDidAsWell() {
        Background background = Background.thread("beside");
        Supplier<String> failing = background.fork(() -> {
            throw new IllegalStateException("planted");
        });
        assertThrows(IllegalStateException.class, failing::get);
        background.close();
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
