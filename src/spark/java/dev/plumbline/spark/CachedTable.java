package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterEvaluation;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.data.DataException;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.data.examples.RawPart;
import dev.plumbline.data.examples.RawParts;
import dev.plumbline.data.examples.Table;
import dev.plumbline.data.examples.TableExamples;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.model.Fingerprint;
import dev.plumbline.model.Model;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.EvaluationSums;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** The examples of a table, prepared and held by the machines of a cluster. */
final class CachedTable implements ClusterExamples {
    private final Session session;
    private final Storage storage;
    private final Precision precision;
    private final Path directory;
    private final List<String> names; // of the files, as the network file has them
    private final CachedRows training;
    private final Optional<CachedRows> validation;
    private final NetworkData data;

    private CachedTable(
            Session session,
            Storage storage,
            Precision precision,
            Path directory,
            List<String> names,
            CachedRows training,
            Optional<CachedRows> validation,
            NetworkData data) {
        this.session = session;
        this.storage = storage;
        this.precision = precision;
        this.directory = directory;
        this.names = names;
        this.training = training;
        this.validation = validation;
        this.data = data;
    }

    /** Connects and reads the table of a network. */
    static CachedTable read(SparkMaster master, NetworkSpec spec, Path directory, boolean endsOrderly) {
        Session session = Session.connect(master, spec.name(), endsOrderly);
        try {
            return read(session, spec, directory, Optional.empty());
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Reads the table of a network.
     *
     * @param known the preparation, unless it is learned from the table
     */
    static CachedTable read(Session session, NetworkSpec spec, Path directory, Optional<Preparation> known) {
        String file = ((DataSource.Csv) spec.data()).file();
        String address = Storage.address(directory, file);
        Storage storage = new Storage(session);
        try {
            TextTable text = open(session, storage, address, file, spec);
            NetworkText described = new NetworkText(text.described(spec));
            Table all = Table.open(described, file, text.firstLine());
            TextTable used = text.select(all.usedNames());
            Table table = Table.open(described, file, used.firstLine());
            Examples examples = Examples.of(session, used, table, known);
            CachedRows training = examples.hold(false);
            Optional<CachedRows> validation = examples.prepared().heldOut() > 0
                    ? Optional.of(examples.hold(true))
                    : otherFile(session, spec, directory, examples.prepared().preparation());
            examples.parts().unpersist(false);
            NetworkData data = NetworkData.ofNumbers(
                    spec,
                    directory,
                    training.count(),
                    validation.map(CachedRows::count).orElse(0),
                    examples.prepared().preparation());
            List<String> names = Stream.concat(Stream.of(file), spec.validation().flatMap(Validation::file).stream())
                    .toList();
            return new CachedTable(session, storage, spec.precision(), directory, names, training, validation, data);
        } catch (IOException e) {
            throw refused("data.file", file, e);
        }
    }

    /** The validation part, if it is another file. */
    private static Optional<CachedRows> otherFile(
            Session session, NetworkSpec spec, Path directory, Preparation preparation) {
        return spec.validation().flatMap(Validation::file).map(file -> {
            try {
                return read(session, Table.like(spec, file, preparation), directory, Optional.of(preparation)).training;
            } catch (InvalidSpecException e) {
                throw new InvalidSpecException(e.problems().stream()
                        .map(problem ->
                                new Problem(problem.kind(), "validation.file", problem.message(), problem.allowed()))
                        .toList());
            }
        });
    }

    static TextTable open(Session session, Storage storage, String address, String file, NetworkSpec spec)
            throws IOException {
        DataSource.Csv csv = (DataSource.Csv) spec.data();
        char delimiter =
                csv.delimiter().isEmpty() ? ',' : csv.delimiter().charAt(0); // none is refused with the columns
        return ParquetTable.isNamed(file)
                ? new ParquetTable(session, storage, address, file)
                : new CsvTable(session, storage, address, file, delimiter, csv.header());
    }

    private static InvalidSpecException refused(String path, String file, IOException e) {
        DataException failure = StorageFailure.of(file, e);
        return new InvalidSpecException(List.of(new Problem(failure.kind(), path, failure.found(), failure.allowed())));
    }

    /** Examples on their way to where they are held. */
    private record Examples(Session session, Table table, JavaRDD<RawPart> parts, TableExamples prepared) {
        static Examples of(Session session, TextTable text, Table table, Optional<Preparation> known) {
            JavaRDD<RawPart> parts = text.map(table::read).persist(StorageLevel.MEMORY_AND_DISK());
            return new Examples(
                    session, table, parts, TableExamples.of(table, new PartsOnCluster(session, parts), known));
        }

        CachedRows hold(boolean heldOut) {
            RawParts.Work<ArrayList<TableExamples.PreparedPart>> preparing = prepared.preparing();
            JavaRDD<Arrangement.Rows> rows = parts.mapPartitionsWithIndex(
                    (number, each) -> preparing.on(number, each.next()).stream()
                            .filter(part -> part.heldOut() == heldOut)
                            .map(part -> new Arrangement.Rows(part.first(), part.values()))
                            .iterator(),
                    true);
            int count = heldOut ? prepared.heldOut() : prepared.training();
            return CachedRows.hold(session, rows, count, table.spec());
        }
    }

    /** The parts as they were read. */
    private record PartsOnCluster(Session session, JavaRDD<RawPart> parts) implements RawParts {
        @Override
        public <T> List<T> each(Work<T> work) {
            return session.await(parts.mapPartitionsWithIndex(
                            (number, each) ->
                                    List.of(work.on(number, each.next())).iterator(),
                            true)
                    .collectAsync());
        }
    }

    @Override
    public NetworkData data() {
        return data;
    }

    @Override
    public ReplayableEngine engine() {
        return new ReplayableEngine() {
            @Override
            public String name() {
                return SparkEngine.NAME;
            }

            @Override
            public ReplayableRun start(Experiment experiment) {
                AveragingRounds rounds = AveragingRounds.of(experiment).orElseThrow();
                ExamplesOfRun examples = new HeldExamplesOfRun(
                        session,
                        experiment,
                        rounds,
                        training,
                        validation,
                        data.preparation().targets());
                return new SparkRun(experiment, rounds, session, examples, () -> {});
            }
        };
    }

    @Override
    public Map<String, String> fingerprints() {
        Map<String, String> all = new HashMap<>();
        for (String name : names) {
            all.put(name, fingerprint(name));
        }
        return all;
    }

    @Override
    public String fingerprintOfTraining() {
        RowShape shape = training.shape();
        Precision precision = this.precision;
        return Fingerprint.ofBlocks(String.join(
                "",
                session.await(training.rows()
                        .map(values -> blocks(RowShape.rounded(values, precision), shape))
                        .collectAsync())));
    }

    private static String blocks(double[] values, RowShape shape) {
        int count = values.length / shape.width();
        StringBuilder blocks = new StringBuilder();
        for (int from = 0; from < count; from += EvaluationSums.BLOCK) {
            int to = Math.min(count, from + EvaluationSums.BLOCK);
            blocks.append(Fingerprint.ofBlock(
                    shape.inputs(values, from, to), shape.targets(values, from, to), shape.weights(values, from, to)));
        }
        return blocks.toString();
    }

    /** Of a directory it is that of a list of its files. */
    private String fingerprint(String name) {
        Storage from = storage;
        try {
            List<FileStatus> files = storage.files(Storage.address(directory, name), name);
            List<String> addresses =
                    files.stream().map(each -> each.getPath().toString()).toList();
            List<String> each = session.await(session.context()
                    .parallelize(addresses, addresses.size())
                    .map(address -> {
                        try (InputStream in = from.open(address, 0, Long.MAX_VALUE)) {
                            return Fingerprint.of(in);
                        }
                    })
                    .collectAsync());
            if (each.size() == 1) {
                return each.get(0);
            }
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < each.size(); i++) {
                list.append(files.get(i).getPath().getName())
                        .append(' ')
                        .append(each.get(i))
                        .append('\n');
            }
            return Fingerprint.of(new ByteArrayInputStream(list.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw refused("data.file", name, e);
        }
    }

    @Override
    public ClusterEvaluation evaluate(Model model, boolean ofValidation) {
        return AllScores.of(session, model, ofValidation ? validation.orElseThrow() : training);
    }

    @Override
    public void close() {
        session.close();
    }
}
