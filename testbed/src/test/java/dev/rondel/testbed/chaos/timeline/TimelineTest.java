package dev.rondel.testbed.chaos.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline.Second;
import dev.rondel.testbed.chaos.timeline.Timeline.Span;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import java.io.StringReader;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class TimelineTest {

  private static Timeline threeSeconds() {
    return new Timeline(
        List.of(new Second(60, 40, 0, 0), new Second(30, 20, 3, 1), new Second(0, 0, 0, 0)),
        List.of(
            new Span(
                Fault.KILL,
                "kill -9 node_1, back after 0.5 s",
                Duration.ofMillis(1_200),
                Duration.ofMillis(1_700)),
            new Span(
                Fault.CUT, "cut a <-> b", Duration.ofMillis(1_900), Duration.ofMillis(2_500))));
  }

  @Test
  void asText() {
    assertThat(TimelineText.of(threeSeconds()))
        .isEqualTo(
            """
               time    ops/s                        errors  unknown  faults
               0:00      100  ████████████████████        0        0
               0:01       50  ██████████░░░░░░░░░░        3        1  kill -9 node_1, back after 0.5 s; cut a <-> b
               0:02        0  ░░░░░░░░░░░░░░░░░░░░        0        0
            """);
  }

  @Test
  void aLongRunHasALineForSeveralSeconds() {
    var hour = new Timeline(Collections.nCopies(3600, new Second(2, 1, 0, 0)), List.of());

    assertThat(TimelineText.of(hour).lines())
        .hasSize(61)
        .last()
        .asString()
        .startsWith("  59:00        3  ████");
  }

  @Test
  void asAPictureWithASpanForEachFault() throws Exception {
    Document picture = parse(TimelineSvg.of(threeSeconds(), "seed 7 & more"));

    assertThat(picture.getElementsByTagName("polygon").getLength()).isEqualTo(3);
    assertThat(picture.getElementsByTagName("title").getLength()).isEqualTo(2);
    assertThat(picture.getElementsByTagName("title").item(1).getTextContent())
        .isEqualTo("cut a <-> b");
    assertThat(picture.getDocumentElement().getTextContent())
        .contains("seed 7 & more", "kill", "cut")
        .doesNotContain("restart-all");
  }

  @Test
  void aRunInWhichNothingHappenedIsAPictureToo() throws Exception {
    parse(TimelineSvg.of(new Timeline(List.of(), List.of()), ""));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static Operation operation(Action action, Outcome outcome) {
    return new Operation("k", 1, action, outcome, 10, 20);
  }

  @Test
  void theRecorderCountsBySecondAndClosesWhatIsOpen() {
    var clock = new AtomicLong(5_000_000_000L);
    var recorder = new Recorder(clock::get);
    recorder.ended(operation(Action.get(), new Outcome.Missing()));
    recorder.ended(operation(Action.delete(), new Outcome.Missing()));
    clock.addAndGet(2_500_000_000L);
    recorder.ended(operation(Action.put(1), new Outcome.Unknown()));
    recorder.ended(operation(Action.get(), new Outcome.NotApplied()));
    Recorder.Open pause = recorder.begin(Fault.PAUSE, "pause");
    recorder.begin(Fault.JOIN, "join");
    clock.addAndGet(1_000_000_000L);
    pause.end();
    clock.addAndGet(1_000_000_000L);

    Timeline timeline = recorder.timeline();

    assertThat(timeline.seconds())
        .containsExactly(
            new Second(1, 1, 0, 0),
            Second.NOTHING,
            new Second(0, 0, 1, 1),
            Second.NOTHING,
            Second.NOTHING);
    assertThat(timeline.spans())
        .containsExactly(
            new Span(Fault.PAUSE, "pause", Duration.ofMillis(2_500), Duration.ofMillis(3_500)),
            new Span(Fault.JOIN, "join", Duration.ofMillis(2_500), Duration.ofMillis(4_500)));
    assertThat(timeline.counts()).isEqualTo(Map.of(Fault.PAUSE, 1, Fault.JOIN, 1));
  }
}
