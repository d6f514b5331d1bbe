package dev.plumbline.compare.run;

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
    void runsTasksInOrderInOneThread() {
        List<Thread> threads = new ArrayList<>(); // the waiting alone makes it visible
        try (BackgroundWorker background = new BackgroundWorker("beside")) {
            Supplier<Boolean> last = () -> false;
            for (int i = 0; i < 3; i++) {
                last = background.submit(() -> threads.add(Thread.currentThread()));
            }
            assertTrue(last.get());
        }
        assertEquals(3, threads.size());
        assertEquals(1, threads.stream().distinct().count());
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    @Test
    void returnsTheResultOfATask() {
        List<String> done = new ArrayList<>();
        try (BackgroundWorker background = new BackgroundWorker("beside")) {
            Supplier<String> first = background.submit(() -> {
                done.add("this");
                return "that";
            });
            Supplier<String> second = background.submit(() -> first.get() + " again"); // the earlier task is done
            assertEquals("that again", second.get());
            assertEquals("that", first.get());
            assertEquals("that", first.get());
            assertEquals(List.of("this"), done);
        }
    }

    @Test
    void throwsTheExceptionOfATask() {
        for (Throwable planted : List.of(new IllegalStateException("planted"), new StackOverflowError())) {
            try (BackgroundWorker background = new BackgroundWorker("beside")) {
                Supplier<String> failing = background.submit(() -> {
                    if (planted instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) planted;
                });
                assertEquals("done", background.submit(() -> "done").get()); // the next task runs
                assertSame(planted, assertThrows(Throwable.class, failing::get));
                assertSame(planted, assertThrows(Throwable.class, failing::get));
            }
        }
    }

    @Test
    void closeWaitsForTheRunningTask() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        List<String> done = new ArrayList<>(); // close alone makes it visible
        BackgroundWorker background = new BackgroundWorker("beside");
        background.submit(() -> {
            started.countDown();
            for (int i = 0; i < 20_000_000; i++) {
                done.clear();
            }
            return done.add("this");
        });
        background.submit(() -> done.add("never started"));
        started.await();
        background.close();
        assertEquals(List.of("this"), done);
    }
}
