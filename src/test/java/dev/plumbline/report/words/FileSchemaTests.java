package dev.plumbline.report.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.plumbline.Sample;
import dev.plumbline.report.document.Json;
import dev.plumbline.yaml.RandomSpecs;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema of network files accepts what the reader accepts, and refuses what a schema can refuse. */
class FileSchemaTests {
    /** More with {@code -Dplumbline.schema.specs=10000}. */
    private static final int SPECS = Integer.getInteger("plumbline.schema.specs", Sample.size(100, 200));

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(FileSchema.document().toString());
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void isAValidSchema() throws IOException {
        JsonSchema ofSchemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(
                Set.of(),
                ofSchemas.validate(MAPPER.readTree(FileSchema.document().toString())));
    }

    /** An editor names a value in its completion by the nearest title. */
    @Test
    void everySchemaOfAnObjectHasATitleOfItsOwn() {
        List<String> paths = new ArrayList<>();
        addUntitled("", FileSchema.document(), paths);
        assertEquals(List.of(), paths);
        JsonObject properties = FileSchema.document().getAsJsonObject("properties");
        assertEquals(
                "training", properties.getAsJsonObject("training").get("title").getAsString());
    }

    private static void addUntitled(String path, JsonElement schema, List<String> paths) {
        if (schema.isJsonArray()) {
            for (int i = 0; i < schema.getAsJsonArray().size(); i++) {
                addUntitled(path + "/" + i, schema.getAsJsonArray().get(i), paths);
            }
        } else if (schema.isJsonObject()) {
            JsonObject members = schema.getAsJsonObject();
            boolean isSchema = !path.endsWith("/properties");
            boolean isObject = members.has("properties") || members.has("additionalProperties");
            if (isSchema && isObject && !members.has("title") && !isHidden(members)) {
                paths.add(path);
            }
            members.entrySet().forEach(member -> addUntitled(path + "/" + member.getKey(), member.getValue(), paths));
        }
    }

    /** A rule, of which an editor offers nothing. */
    private static boolean isHidden(JsonObject schema) {
        return schema.getAsJsonObject("properties").entrySet().stream()
                .allMatch(property -> property.getValue().getAsJsonObject().has("doNotSuggest"));
    }

    @Test
    void acceptsEveryConfig() throws IOException {
        List<Path> configs;
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            configs = files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        assertFalse(configs.isEmpty());
        for (Path config : configs) {
            assertEquals(Set.of(), problems(Files.readString(config)), config.toString());
        }
    }

    /** The line names the schema for an editor, by its path from the file. */
    @Test
    void everyConfigNamesTheSchemaOfThisBuild() throws IOException {
        String mark = "# yaml-language-server: $schema=";
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            for (Path config :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                String first = Files.readAllLines(config).get(0);
                assertTrue(first.startsWith(mark), config + " begins with " + first);
                Path schema = config.resolveSibling(first.substring(mark.length()));
                assertEquals(
                        Json.text(FileSchema.document()),
                        Files.readString(schema),
                        "write it anew: ./plumbline schema > src/docs/plumbline.schema.json");
            }
        }
    }

    @Test
    void acceptsRandomSpecifications() {
        RandomSpecs specs = new RandomSpecs(2);
        for (int i = 0; i < SPECS; i++) {
            String written = YamlWriter.write(specs.next());
            assertEquals(Set.of(), problems(written), written);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: 1                       | seed: -1
            seed: 1                       | seed: one
            inputs: 3                     | inputs: 0
            inputs: 3                     | inputs: 1.5
            inputs: 3                     | input: 3
            activation: sigmoid, bias     | activation: sigmoyd, bias
            activation: sigmoid, bias     | bias
            units: 5,                     | units: many,
            bias: false                   | bias: no
            batch_size: all               | batch_size: some
            batch_size: all               | batch_size: 0
            learning_rate: 1.0            | learning_rate: -1.0
            sgd: { learning_rate: 1.0 }   | sgd: { rate: 1.0 }
            sgd: { learning_rate: 1.0 }   | sdg: { learning_rate: 1.0 }
            low: -1,                      | lowest: -1,
            loss: half_squared_error      | loss: mse
            reduction: sum                | reduction: total
            init: { uniform               | initial: { uniform
            targets: [[0], [1], [1], [0]] | targets: [0, 1, 1, 0]
            epochs: 60000                 | epochs: -1
            """)
    void refusesWhatASchemaCanRefuse(String right, String wrong) throws IOException {
        String file = Files.readString(Path.of("configs/three-layer.yaml"));
        String changed = file.replace(right, wrong);
        assertFalse(changed.equals(file), "the file has no " + right);
        assertFalse(problems(changed).isEmpty(), wrong);
    }

    @Test
    void takesKeysOfLayersFromTheDefaults() throws IOException {
        String file = Files.readString(Path.of("configs/three-layer.yaml"))
                .replace("activation: sigmoid, ", "")
                .replace("init: {", "defaults: { activation: sigmoid }\ninit: {");
        assertEquals(Set.of(), problems(file));
        assertFalse(
                problems(file.replace("activation: sigmoid }", "bias: true }")).isEmpty());
    }

    private static Set<ValidationMessage> problems(String yaml) {
        Object content = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return SCHEMA.validate(MAPPER.valueToTree(content));
    }
}
