package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackgroundWorkerTests {

    @Test
    void doesOneThingAfterTheOtherInAThreadOfItsOwn() {
        List<Thread> threads = new ArrayList<>(); // seen through what is waited for alone
        try (BackgroundWorker background = new BackgroundWorker("beside")) {
            Supplier<Boolean> last = () -> false;
            for (int i = 0; i < 3; i++) {
                last = background.begin(() -> threads.add(Thread.currentThread()));
            }
            assertTrue(last.get());
        }
        assertEquals(3, threads.size());
        assertEquals(1, threads.stream().distinct().count());
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    @Test
    void givesBackWhatComesOfIt() {
        List<String> done = new ArrayList<>();
        try (BackgroundWorker background = new BackgroundWorker("beside")) {
            Supplier<String> first = background.begin(() -> {
                done.add("this");
                return "that";
            });
            Supplier<String> second = background.begin(() -> first.get() + " again"); // what is before it is done
            assertEquals("that again", second.get());
            assertEquals("that", first.get());
            assertEquals("that", first.get());
            assertEquals(List.of("this"), done);
        }
    }

    @Test
    void throwsWhatThatThrew() {
        for (Throwable planted : List.of(new IllegalStateException("planted"), new StackOverflowError())) {
            try (BackgroundWorker background = new BackgroundWorker("beside")) {
                Supplier<String> failing = background.begin(() -> {
                    if (planted instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) planted;
                });
                assertEquals("done", background.begin(() -> "done").get()); // it goes on with the next
                assertSame(planted, assertThrows(Throwable.class, failing::get));
                assertSame(planted, assertThrows(Throwable.class, failing::get));
            }
        }
    }

    @Test
    void isClosedWhenWhatItDoesIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> done = new ArrayList<>(); // seen through close alone
        BackgroundWorker background = new BackgroundWorker("beside");
        background.begin(() -> {
            begun.countDown();
            for (int i = 0; i < 20_000_000; i++) {
                done.clear();
            }
            return done.add("this");
        });
        background.begin(() -> done.add("never begun"));
        begun.await();
        background.close();
        assertEquals(List.of("this"), done);
    }
}
