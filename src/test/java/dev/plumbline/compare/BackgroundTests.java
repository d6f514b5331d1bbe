package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
    void givesBackWhatComesOfIt() {
        for (Background background : List.of(Background.none(), Background.thread("beside"))) {
            List<String> done = new ArrayList<>();
            Supplier<String> first = background.begin(() -> {
                done.add("this");
                return "that";
            });
            Supplier<String> second = background.begin(() -> first.get() + " again"); // what is before it is done
            assertEquals("that again", second.get());
            assertEquals("that", first.get());
            assertEquals("that", first.get());
            assertEquals(List.of("this"), done);
            background.close();
        }
    }

    @Test
    void throwsWhatThatThrew() {
        try (Background background = Background.thread("beside")) {
            Supplier<String> failing = background.begin(() -> {
                throw new IllegalStateException("planted");
            });
            background.begin(() -> "done").get(); // it goes on with the next
            assertThrows(IllegalStateException.class, failing::get);
            assertThrows(IllegalStateException.class, failing::get);
        }
    }

    @Test
    void isClosedWhenWhatItDoesIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> done = new ArrayList<>(); // seen through close alone
        Background background = Background.thread("beside");
        background.run(() -> {
            begun.countDown();
            for (int i = 0; i < 20_000_000; i++) {
                done.clear();
            }
            done.add("this");
        });
        background.run(() -> done.add("never begun"));
        begun.await();
        background.close();
        assertEquals(List.of("this"), done);
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
