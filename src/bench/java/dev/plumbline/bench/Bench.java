package dev.plumbline.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how long a step takes, on everything that can take it; prints a table and writes JSON and Markdown. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures how long a step of training takes.")
final class Bench implements Callable<Integer> {
    private static final List<String> MAIN =
            List.of("3-5-1/4/f64", "3-5-1/4/f32", "784-256-128-10/128/f64", "784-256-128-10/128/f32");

    /** From 1e2 to 1e7 weights, wide and deep, with small and large batches. */
    private static final List<String> SWEEP = List.of(
            "8-8-4/1/f64",
            "8-8-4/32/f64",
            "16-32-16/32/f64",
            "32-32-32-32-32-32-32-32-32/32/f64",
            "100-100-10/1/f64",
            "100-100-10/32/f64",
            "100-100-10/512/f64",
            "256-256-256-10/32/f64",
            "784-1000-10/128/f64",
            "1000-1000-1000-100/64/f64",
            "2000-2000-2000-1000/64/f64");

    @Option(names = "--rounds", defaultValue = "3", description = "How often each is measured.")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "4",
            description = "How long each is measured, after as long to get warm.")
    private double seconds;

    @Option(names = "--sweep", description = "Also measure networks from 1e2 to 1e7 weights, in one round.")
    private boolean sweep;

    @Option(
            names = "--memory",
            description = "Also follow the resident memory over so many steps of the tutorial's network.")
    private long memorySteps;

    @Option(names = "--only", split = ",", description = "Contenders whose names begin so.")
    private List<String> only = List.of();

    @Option(names = "--sources", description = "Where the programs in C and Python are.")
    private Path sources = Path.of("src/bench");

    @Option(names = "--output", description = "Where the files are written.")
    private Path output = Path.of("target/bench");

    @Parameters(paramLabel = "WORKLOAD", description = "As in 784-256-128-10/128/f64: widths, batch, precision.")
    private List<String> workloads = MAIN;

    /**
     * A point of the curve of the memory.
     *
     * @param step after how many steps
     * @param kibibytes that are resident
     */
    record Resident(long step, long kibibytes) {}

    /** Measures. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(output);
        Table table = new Table(Machine.here());
        List<Contender> contenders = Contender.all(sources, output, table.machine()).stream()
                .filter(contender -> only.isEmpty() || only.stream().anyMatch(contender.name()::startsWith))
                .toList();
        System.out.println(table.machine().text() + "\n" + table.machine().kernels());
        for (String workload : workloads) {
            measure(table, contenders, Workload.parse(workload), rounds);
        }
        if (sweep) {
            for (String workload : SWEEP) {
                measure(table, contenders, Workload.parse(workload), 1);
            }
        }
        List<Resident> memory = memorySteps > 0 ? memory() : List.of();
        Files.writeString(output.resolve("benchmarks.json"), json(table, memory));
        Files.writeString(output.resolve("benchmarks.md"), table.markdown(memory));
        System.out.println("written: " + output.resolve("benchmarks.json") + " and benchmarks.md");
        return 0;
    }

    private void measure(Table table, List<Contender> contenders, Workload workload, int times)
            throws IOException, InterruptedException {
        Measurement measurement = Measurement.begin(workload);
        for (int round = 1; round <= times; round++) {
            for (Contender contender : contenders) {
                if (contender.takes(workload)) {
                    String line = contender.run(workload, Double.toString(seconds));
                    measurement.add(
                            contender.name(),
                            JsonParser.parseString(line)
                                    .getAsJsonObject()
                                    .get("microseconds")
                                    .getAsDouble());
                }
            }
        }
        table.add(measurement);
        System.out.println(table.text(measurement));
    }

    private List<Resident> memory() throws IOException, InterruptedException {
        Contender follower = new Contender(
                "memory", Contender.loop(List.of("-XX:+UseSerialGC"), "memory"), Map.of("OMP_NUM_THREADS", "1"));
        List<Resident> points = new ArrayList<>();
        for (String line : follower.run(Workload.parse(MAIN.get(0)), Long.toString(memorySteps))
                .split("\n")) {
            var point = JsonParser.parseString(line).getAsJsonObject();
            points.add(new Resident(
                    point.get("step").getAsLong(), point.get("kibibytes").getAsLong()));
        }
        return points;
    }

    private static String json(Table table, List<Resident> memory) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", table.machine());
        document.put("unit", "microseconds of a step, round by round");
        Map<String, Object> measured = new LinkedHashMap<>();
        table.measurements().forEach(each -> measured.put(each.workload().toString(), each.microseconds()));
        document.put("workloads", measured);
        document.put("memory", memory);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(document) + "\n";
    }
}
