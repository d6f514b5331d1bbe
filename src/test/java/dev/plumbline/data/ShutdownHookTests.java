package dev.plumbline.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShutdownHookTests {
    @Test
    void isRunAtTheEndUnlessItIsCancelled() throws IOException, InterruptedException {
        assertEquals("kept\n", outputOf("cancelled in time"));
    }

    @Test
    void isRunAtOnceIfTheProcessIsEndingAlready() throws IOException, InterruptedException {
        assertEquals("late\ncancelled: false\n", outputOf("late"));
    }

    private static String outputOf(String what) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        what)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).replace("\r", "");
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** What runs in a JVM of its own, and ends it. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals("late")) {
                Runtime.getRuntime().addShutdownHook(new Thread(Program::late));
            } else {
                ShutdownHook.of("cancelled", () -> System.out.println("not cancelled"))
                        .cancel();
                ShutdownHook.of("kept", () -> System.out.println("kept"));
            }
        }

        private static void late() {
            ShutdownHook hook = ShutdownHook.of("late", () -> System.out.println("late"));
            try {
                Thread.sleep(300); // long enough for the other thread; it has one line to print
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.out.println("cancelled: " + hook.cancel());
        }
    }
}
