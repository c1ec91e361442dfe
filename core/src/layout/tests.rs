//! Layouts of small pipelines, and what holds for all.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Layout, Options, Orientation, Point, Rect, Segment, WirePath};
use crate::edit::{Slot, SlotColumn};
use crate::flow::Flow;
use crate::pipeline::{Ids, Pipeline};

const BOTH: [Orientation; 2] = [Orientation::LeftToRight, Orientation::TopToBottom];

/// An action: name, run order, inputs, outputs.
type Spec<'a> = (&'a str, i64, &'a [&'a str], &'a [&'a str]);

fn pipeline(stages: &[&[Spec<'_>]]) -> Pipeline {
    let named = |names: &[&str]| names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>();
    let action = |(name, run_order, inputs, outputs): &Spec<'_>| {
        json!({ "name": name, "runOrder": run_order,
                "inputArtifacts": named(inputs), "outputArtifacts": named(outputs) })
    };
    let stages: Vec<Value> = stages
        .iter()
        .enumerate()
        .map(|(index, actions)| {
            let actions: Vec<Value> = actions.iter().map(action).collect();
            json!({ "name": format!("S{index}"), "actions": actions })
        })
        .collect();
    read(json!({ "name": "p", "stages": stages }))
}

fn read(value: Value) -> Pipeline {
    let Value::Object(members) = value else { panic!("a pipeline is an object") };
    Pipeline::from_object(members, &Ids::default())
}

fn lay_out(pipeline: &Pipeline, orientation: Orientation) -> Layout {
    Layout::of(pipeline, &Flow::of(pipeline), Options { orientation })
}

fn storefront() -> Pipeline {
    pipeline(&[
        &[("App", 1, &[], &["SourceOut"]), ("BaseImage", 1, &[], &["Base"])],
        &[
            ("Migrations", 1, &["SourceOut"], &[]),
            ("Build", 2, &["SourceOut", "Base"], &["Image"]),
            ("UnitTests", 2, &["SourceOut"], &[]),
        ],
        &[("DeployStaging", 1, &["Image"], &[]), ("SmokeTests", 2, &[], &[])],
        &[("Approve", 1, &[], &[]), ("DeployProd", 2, &["Image"], &[])],
    ])
}

/// Any pipeline: names from a small pool so that wires go everywhere, stages without actions, odd elements.
fn any_pipeline() -> impl Strategy<Value = Pipeline> {
    let names = |most| prop::collection::vec(0..12_u8, 0..most);
    let action = (prop_oneof![4 => 1..4_i64, 1 => 1..999_i64], names(5), names(4));
    let stage =
        prop::option::weighted(0.95, prop::collection::vec(prop::option::weighted(0.97, action), 0..7));
    prop::collection::vec(stage, 0..7).prop_map(|stages| {
        let artifacts = |names: Vec<u8>| -> Vec<Value> {
            names.into_iter().map(|name| json!({ "name": format!("artifact{name}") })).collect()
        };
        let action = |action: Option<(i64, Vec<u8>, Vec<u8>)>| match action {
            Some((run_order, inputs, outputs)) => json!({ "name": "a", "runOrder": run_order,
                "inputArtifacts": artifacts(inputs), "outputArtifacts": artifacts(outputs) }),
            None => json!("odd"),
        };
        let stage = |stage: Option<Vec<_>>| match stage {
            Some(actions) => json!({ "actions": actions.into_iter().map(action).collect::<Vec<_>>() }),
            None => json!(7),
        };
        read(json!({ "stages": stages.into_iter().map(stage).collect::<Vec<_>>() }))
    })
}

fn any_orientation() -> impl Strategy<Value = Orientation> {
    prop::sample::select(&BOTH)
}

/// The rectangle around a leg of a wire, with no width across.
fn leg_bounds(leg: &[Point]) -> Rect {
    WirePath { wire: 0, points: leg.to_vec(), is_in_order: true }.bounds()
}

/// Whether a leg goes through the inside of a rectangle. Legs are parallel to an axis.
fn goes_through(leg: &[Point], rect: &Rect) -> bool {
    let bounds = leg_bounds(leg);
    // `overlaps` asks for a common inside, which a line has not: give it one.
    bounds.expand(1e-3).overlaps(&rect.expand(-1e-2))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_wire_crosses_a_card_or_a_head_or_an_add_row(pipeline in any_pipeline(), orientation in any_orientation()) {
        let layout = lay_out(&pipeline, orientation);
        let obstacles: Vec<Rect> = layout.cards.iter().map(|card| card.rect)
            .chain(layout.stages.iter().flat_map(|stage| [stage.header, stage.add_button]))
            .chain(layout.gates.iter().map(|gate| gate.rect))
            .collect();
        for wire in &layout.wires {
            for leg in wire.points.windows(2) {
                prop_assert!(leg[0].x == leg[1].x || leg[0].y == leg[1].y, "slanted: {:?}", leg);
                for obstacle in &obstacles {
                    prop_assert!(!goes_through(leg, obstacle), "{:?} crosses {:?}", leg, obstacle);
                }
            }
        }
    }

    #[test]
    fn with_folded_stages_no_wire_crosses_a_box_a_card_or_another_head(
        pipeline in any_pipeline(), orientation in any_orientation(), bits in any::<u8>(),
    ) {
        let layout = lay_out_folded(&pipeline, orientation, bits);
        let whole = Rect::new(Point::default(), layout.size);
        let obstacles: Vec<Rect> = layout.cards.iter().map(|card| card.rect)
            .chain(layout.stages.iter().map(|stage| stage.header))
            .chain(layout.gates.iter().map(|gate| gate.rect))
            .collect();
        for stage in &layout.stages {
            prop_assert!(whole.encloses(&stage.rect) && stage.rect.encloses(&stage.header));
        }
        for wire in &layout.wires {
            prop_assert!(whole.encloses(&wire.bounds()), "{:?}", wire);
            for leg in wire.points.windows(2) {
                prop_assert!(leg[0].x == leg[1].x || leg[0].y == leg[1].y, "slanted: {:?}", leg);
                for obstacle in &obstacles {
                    prop_assert!(!goes_through(leg, obstacle), "{:?} crosses {:?}", leg, obstacle);
                }
            }
        }
    }

    #[test]
    fn folding_nothing_changes_nothing(pipeline in any_pipeline(), orientation in any_orientation()) {
        prop_assert_eq!(lay_out_folded(&pipeline, orientation, 0), lay_out(&pipeline, orientation));
    }

    #[test]
    fn each_wire_leads_from_its_makers_port_to_its_takers(pipeline in any_pipeline(), orientation in any_orientation()) {
        let flow = Flow::of(&pipeline);
        let layout = lay_out(&pipeline, orientation);
        prop_assert_eq!(layout.wires.len(), flow.wires.len());
        for (index, path) in layout.wires.iter().enumerate() {
            prop_assert_eq!(path.wire, index);
            let wire = &flow.wires[index];
            let from = layout.card(wire.from.action).unwrap().outputs[wire.from.index];
            let to = layout.card(wire.to.action).unwrap().inputs[wire.to.index];
            prop_assert_eq!([path.points[0], path.points[path.points.len() - 1]], [from, to]);
            prop_assert_eq!(path.is_in_order, wire.is_in_order());
        }
    }

    #[test]
    fn wires_of_different_ports_never_lie_on_each_other_in_lanes(pipeline in any_pipeline(), orientation in any_orientation()) {
        let flow = Flow::of(&pipeline);
        let layout = lay_out(&pipeline, orientation);
        let lane_of = |path: &WirePath| (path.points.len() == 6).then(|| leg_bounds(&path.points[2..4]));
        for (index, path) in layout.wires.iter().enumerate() {
            for other in &layout.wires[..index] {
                let [from, other_from] = [path, other].map(|path| flow.wires[path.wire].from);
                if let (Some(lane), Some(other)) = (lane_of(path), lane_of(other)) && from != other_from {
                    prop_assert!(!lane.expand(1.0).overlaps(&other.expand(0.9)), "{:?} {:?}", lane, other);
                }
            }
        }
    }

    #[test]
    fn trunks_of_different_ports_never_lie_on_each_other(pipeline in any_pipeline(), orientation in any_orientation()) {
        let flow = Flow::of(&pipeline);
        let layout = lay_out(&pipeline, orientation);
        // Every second leg runs across time: in a gutter.
        let trunks: Vec<_> = layout.wires.iter()
            .flat_map(|path| {
                let legs = path.points.windows(2).skip(1).step_by(2).filter(|_| path.points.len() > 2);
                legs.map(|leg| (flow.wires[path.wire].from, leg_bounds(leg)))
            })
            .collect();
        for (index, (from, trunk)) in trunks.iter().enumerate() {
            for (other_from, other) in &trunks[..index] {
                let lie_on_each_other = trunk.expand(0.1).overlaps(&other.expand(0.1));
                prop_assert!(from == other_from || !lie_on_each_other, "{:?} {:?}", trunk, other);
            }
        }
    }

    #[test]
    fn all_wires_lie_inside_the_whole(pipeline in any_pipeline(), orientation in any_orientation()) {
        let layout = lay_out(&pipeline, orientation);
        let whole = Rect::new(Point::default(), layout.size);
        for wire in &layout.wires {
            prop_assert!(whole.encloses(&wire.bounds()), "{:?}", wire);
        }
    }

    #[test]
    fn cards_lie_apart_in_their_stages_and_stages_apart(pipeline in any_pipeline(), orientation in any_orientation()) {
        let layout = lay_out(&pipeline, orientation);
        prop_assert_eq!(layout.cards.len(), pipeline.actions().count());
        for (index, card) in layout.cards.iter().enumerate() {
            let stage = &layout.stages[card.stage];
            prop_assert!(stage.rect.encloses(&card.rect));
            prop_assert!(stage.columns[card.column].rect.encloses(&card.rect));
            prop_assert!(!stage.header.overlaps(&card.rect) && !stage.add_button.overlaps(&card.rect));
            for other in &layout.cards[..index] {
                prop_assert!(!card.rect.overlaps(&other.rect));
            }
        }
        let whole = Rect::new(Point::default(), layout.size);
        for stage in &layout.stages {
            prop_assert!(whole.encloses(&stage.rect));
            prop_assert!(stage.rect.encloses(&stage.header) && stage.rect.encloses(&stage.add_button));
        }
    }

    #[test]
    fn time_runs_one_way(pipeline in any_pipeline(), orientation in any_orientation()) {
        let layout = lay_out(&pipeline, orientation);
        let along = |point: Point| match orientation {
            Orientation::LeftToRight => point.x,
            Orientation::TopToBottom => point.y,
        };
        for pair in layout.stages.windows(2) {
            prop_assert!(along(pair[0].rect.max) < along(pair[1].rect.min));
        }
        for columns in layout.stages.iter().map(|stage| &stage.columns) {
            for pair in columns.windows(2) {
                prop_assert!(along(pair[0].rect.max) < along(pair[1].rect.min));
                prop_assert!(pair[0].run_order < pair[1].run_order);
            }
        }
        for (index, gate) in layout.gates.iter().enumerate() {
            prop_assert_eq!(gate.index, index);
            let before = layout.stages[..index].iter().all(|stage| along(stage.rect.max) <= along(gate.rect.min));
            let after = layout.stages[index..].iter().all(|stage| along(gate.rect.max) <= along(stage.rect.min));
            prop_assert!(before && after);
        }
        prop_assert_eq!(layout.gates.len(), pipeline.stages.len() + 1);
    }

    #[test]
    fn the_same_pipeline_gives_the_same_layout(pipeline in any_pipeline(), orientation in any_orientation()) {
        prop_assert_eq!(lay_out(&pipeline, orientation), lay_out(&pipeline.clone(), orientation));
    }

    #[test]
    fn a_card_is_found_at_its_middle_and_drops_there_into_its_column(pipeline in any_pipeline(), orientation in any_orientation()) {
        let layout = lay_out(&pipeline, orientation);
        for card in &layout.cards {
            let middle = card.rect.center();
            prop_assert_eq!(layout.card_at(middle).map(|found| found.id), Some(card.id));
            let stage = layout.stages[card.stage].id;
            let column = SlotColumn::Beside { column: card.column, row: card.row };
            let drop = layout.slot_at(middle, &[card.id]).unwrap();
            prop_assert_eq!(drop.slot, Slot { stage, column });
        }
    }

    #[test]
    fn every_point_has_an_answer(
        pipeline in any_pipeline(), orientation in any_orientation(),
        x in -500.0..4000_f32, y in -500.0..4000_f32,
    ) {
        let layout = lay_out(&pipeline, orientation);
        let point = Point::new(x, y);
        let stage = layout.stage_at(point).map(|stage| stage.id);
        let gate = layout.gate_at(point).map(|gate| gate.index);
        prop_assert_eq!(layout.slot_at(point, &[]).map(|drop| drop.slot.stage), stage);
        prop_assert!(stage.is_none() || gate.is_none());
        prop_assert!(layout.stage_drop_at(point).gate <= layout.stages.len());
        if let Some(gate) = gate {
            prop_assert_eq!(layout.stage_drop_at(point).gate, gate);
        }
        if let Some(card) = layout.card_at(point) {
            prop_assert!(card.rect.contains(point));
        }
    }

    #[test]
    fn rounding_keeps_a_line_together(pipeline in any_pipeline(), orientation in any_orientation()) {
        for wire in &lay_out(&pipeline, orientation).wires {
            let mut at = wire.points[0];
            for segment in wire.segments() {
                let (start, end) = match segment {
                    Segment::Line([start, end]) | Segment::Curve([start, _, _, end]) => (start, end),
                };
                prop_assert!(at.distance(start) < 1e-2);
                at = end;
            }
            prop_assert!(at.distance(wire.points[wire.points.len() - 1]) < 1e-2);
        }
    }
}

/// The corners of each wire, as text.
#[track_caller]
fn check_wires(pipeline: &Pipeline, expected: &[&str]) {
    let layout = lay_out(pipeline, Orientation::LeftToRight);
    let found: Vec<String> = layout
        .wires
        .iter()
        .map(|wire| {
            let corners: Vec<String> = wire.points.iter().map(|p| format!("{},{}", p.x, p.y)).collect();
            corners.join(" ")
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn wires_between_neighbors_are_straight_and_others_take_a_lane_below_the_rows() {
    // App to Migrations, Build and UnitTests on one trunk; BaseImage beside it; Image on, and further on.
    let expected = [
        "240,81 312,81",
        "240,81 280,81 280,194 503,194 503,81 522,81",
        "240,153 272,153 272,202 511,202 511,91 522,91",
        "240,81 280,81 280,194 503,194 503,153 522,153",
        "702,81 774,81",
        "702,81 738,81 738,202 1431,202 1431,81 1446,81",
    ];
    check_wires(&storefront(), &expected);
}

#[test]
fn a_wire_comes_in_before_another_goes_out_at_the_same_height() {
    // C's wire comes in at the height of Z and must have turned before A's wire runs there.
    let pipeline = pipeline(&[
        &[("A", 1, &[], &["a"]), ("B", 1, &[], &[]), ("C", 1, &[], &["c"])],
        &[("X", 1, &[], &[]), ("Y", 1, &["c"], &[]), ("Z", 1, &["a"], &[])],
    ]);
    check_wires(&pipeline, &["240,225 272,225 272,153 312,153", "240,81 280,81 280,225 312,225"]);
}

#[test]
fn an_artifact_taken_too_early_is_led_back_and_marked() {
    let pipeline = pipeline(&[&[("A", 1, &["late"], &[])], &[("B", 1, &[], &["late"])]]);
    let layout = lay_out(&pipeline, Orientation::LeftToRight);
    assert!(!layout.wires[0].is_in_order);
    check_wires(&pipeline, &["492,81 510,81 510,122 42,122 42,81 60,81"]);
}

/// A pipeline with the stages folded whose bit is set.
fn lay_out_folded(pipeline: &Pipeline, orientation: Orientation, bits: u8) -> Layout {
    let chosen = pipeline.stages.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
    let folded = chosen.map(|(_, stage)| stage.id).collect();
    Layout::folded(pipeline, &Flow::of(pipeline), Options { orientation }, &folded)
}

#[test]
fn a_folded_stage_takes_wires_at_its_edges() {
    let pipeline = storefront();
    let layout = lay_out_folded(&pipeline, Orientation::LeftToRight, 0b0010);
    let open = lay_out(&pipeline, Orientation::LeftToRight);
    let build = &layout.stages[1];
    assert!(build.is_folded && build.columns.is_empty() && build.cards.is_empty());
    assert_eq!(build.run_order_count, 2);
    assert_eq!(layout.cards.len(), open.cards.len() - 3);
    assert!(layout.size.x < open.size.x);
    // The three wires from one output into it are one.
    let into = layout.wires.iter().filter(|wire| wire.points.last().unwrap().x == build.rect.min.x);
    let out_of = layout.wires.iter().filter(|wire| wire.points[0].x == build.rect.max.x);
    assert_eq!([into.count(), out_of.count()], [2, 2]);
    let drop = layout.slot_at(build.rect.center(), &[]).unwrap();
    assert_eq!(drop.slot, Slot { stage: build.id, column: SlotColumn::New { before: 2 } });
}

#[test]
fn nothing_has_one_gate() {
    for orientation in BOTH {
        let layout = lay_out(&pipeline(&[]), orientation);
        assert_eq!(layout.gates.len(), 1);
        let middle = layout.gates[0].rect.center();
        assert_eq!(layout.gate_button_at(middle).map(|gate| gate.index), Some(0));
        assert_eq!(layout.stage_drop_at(Point::new(-1e9, 1e9)).gate, 0);
        assert!(layout.slot_at(middle, &[]).is_none());
    }
}

#[test]
fn a_stage_without_actions_is_as_large_as_one_with_one() {
    for orientation in BOTH {
        let layout = lay_out(&pipeline(&[&[], &[("A", 1, &[], &[])]]), orientation);
        let [empty, full] = [0, 1].map(|index| layout.stages[index].rect);
        assert_eq!([empty.width(), empty.height()], [full.width(), full.height()]);
        let drop = layout.slot_at(empty.center(), &[]).unwrap();
        assert_eq!(drop.slot.column, SlotColumn::New { before: 0 });
    }
}

#[test]
fn drops_between_columns_open_a_new_one_and_between_rows_stay_in_the_column() {
    let pipeline = storefront();
    let layout = lay_out(&pipeline, Orientation::LeftToRight);
    let build = &layout.stages[1];
    let [migrations, builds, tests] = [0, 1, 2].map(|index| layout.cards[build.cards.clone()][index].clone());
    let drop = |x, y, moving: &[_]| layout.slot_at(Point::new(x, y), moving).unwrap().slot.column;

    let y = migrations.rect.center().y;
    assert_eq!(drop(build.rect.min.x, y, &[]), SlotColumn::New { before: 0 });
    assert_eq!(drop(migrations.rect.max.x + 15.0, y, &[]), SlotColumn::New { before: 1 });
    assert_eq!(drop(build.rect.max.x - 1.0, y, &[]), SlotColumn::New { before: 2 });

    let x = builds.rect.center().x;
    let beside = |row| SlotColumn::Beside { column: 1, row };
    assert_eq!(drop(x, build.header.min.y, &[]), beside(0));
    assert_eq!(drop(x, builds.rect.max.y, &[]), beside(1));
    assert_eq!(drop(x, tests.rect.max.y, &[]), beside(2));
    assert_eq!(drop(x, tests.rect.max.y, &[builds.id]), beside(1), "the dragged card does not count");

    let shown = layout.slot_at(Point::new(x, builds.rect.max.y), &[]).unwrap().indicator;
    assert_eq!(shown.map(|point| point.y), [tests.rect.min.y - 7.0; 2]);
    assert_eq!(shown.map(|point| point.x), [builds.rect.min.x, builds.rect.max.x]);
}

#[test]
fn a_stage_dropped_on_itself_or_beside_stays() {
    for orientation in BOTH {
        let layout = lay_out(&storefront(), orientation);
        let position = |over: Point| layout.stage_drop_at(over).position_from(1);
        let stages = &layout.stages;
        assert_eq!(position(stages[1].rect.min), 1);
        assert_eq!(position(stages[1].rect.max), 1);
        assert_eq!(position(stages[0].rect.min), 0);
        assert_eq!(position(stages[2].rect.min), 1);
        assert_eq!(position(stages[2].rect.max), 2);
        assert_eq!(position(layout.size), 3);
    }
}

#[test]
fn the_nearest_wire_is_found() {
    let layout = lay_out(&storefront(), Orientation::LeftToRight);
    let straight = &layout.wires[0].points;
    let middle = Point::new(f32::midpoint(straight[0].x, straight[1].x) - 20.0, straight[0].y + 3.0);
    assert_eq!(layout.wire_at(middle, 4.0).map(|index| layout.wires[index].points[0]), Some(straight[0]));
    assert_eq!(layout.wire_at(middle, 2.0), None);
}

#[test]
fn a_free_port_is_kept_beside_those_in_use() {
    let names = ["a", "b", "c", "d", "e"];
    for count in 0..=names.len() {
        let layout = lay_out(&pipeline(&[&[("A", 1, &names[..count], &[])]]), Orientation::LeftToRight);
        let card = &layout.cards[0];
        assert_eq!(card.inputs.len(), count);
        let mut all = card.inputs.clone();
        all.push(card.input_hint);
        assert!(all.windows(2).all(|pair| pair[1].y - pair[0].y >= 8.0), "{all:?}");
        assert!(all.iter().all(|port| port.x == card.rect.min.x && card.rect.contains(*port)), "{all:?}");
    }
}
