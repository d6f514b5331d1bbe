package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured.
 *
 * @param processor as the system names it
 * @param processors how many of it there are
 * @param system the operating system
 * @param java the Java
 */
record Machine(String processor, int processors, String system, String java) {

    static Machine here() throws IOException {
        Path facts = Path.of("/proc/cpuinfo");
        String processor = "an unnamed processor";
        if (Files.isReadable(facts)) {
            processor = Files.readAllLines(facts).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        }
        return new Machine(
                processor,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + Runtime.version());
    }

    String text() {
        return processors + " × " + processor + ", " + system + ", " + java;
    }
}
