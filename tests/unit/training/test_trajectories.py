"""A student's lessons: the ways its teacher went, and jumps that lead exactly from stop to stop."""

import pytest
import torch

from diffusion_core.commands.distil import added_up, follow, jump_loss
from diffusion_core.data.critters import caption, draw_bytes, scenes_of
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.evaluation.attribute_reader import blank_reader
from diffusion_core.process.prediction import Prediction
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling import few_steps
from diffusion_core.sampling.few_steps import JUMPS
from diffusion_core.sampling.generate import generate
from diffusion_core.sampling.samplers import SAMPLERS, path, run
from diffusion_core.training import trajectories
from diffusion_core.training.trajectories import Ways, load_ways, record, record_chunk, stops, velocity_between

CPU = torch.device("cpu")


def test_the_velocity_of_a_jump_leads_ddim_exactly_there():
    # Whatever x and y are: DDIM, told this velocity at each stop, passes through all of them.
    way = torch.randn(2, JUMPS + 1, 3, 8, 8, dtype=torch.float64)
    moments = stops()

    def knowing(x, log_snr):
        at = next(i for i, moment in enumerate(moments) if moment.log_snr == log_snr[0])
        v = velocity_between(x, way[:, at + 1], *moments[at : at + 2])
        _, a, s = moments[at]
        return Prediction(x0=a * x - s * v, eps=s * x + a * v)

    steps = list(run(SAMPLERS["ddim"](way[:, 0], moments, lambda: way[:, 0]), knowing))
    for step, stop in zip(steps, way.unbind(1)[1:], strict=True):
        assert torch.allclose(step.x, stop, atol=1e-9)


def test_the_stops_are_among_the_moments_of_the_teacher():
    teacher = path(make_schedule("cosine"), JUMPS * few_steps.EACH)
    assert stops() == teacher[:: few_steps.EACH]


def test_a_recorded_way_begins_in_its_noise_and_ends_in_the_teachers_picture(network):
    captions, seeds = ["a red cat", ""], [5, 6]
    ways = record(network, captions, seeds)
    assert ways.shape == (2, JUMPS + 1, 3, 64, 64)
    noise = torch.randn(3, 64, 64, generator=torch.Generator().manual_seed(6))
    assert torch.equal(ways[1, 0], noise)
    made = generate(network, captions, seeds, sampler=trajectories.TEACHER, steps=JUMPS * few_steps.EACH)
    assert torch.allclose(ways[:, -1].clamp(-1, 1), made, atol=1e-5)


@pytest.fixture
def data():
    return TrainingSet(draw_bytes(range(8)).numpy(), scenes_of(range(8)))


class Reader:
    """Reads whatever it is made with."""

    def __init__(self, codes):
        self.codes = codes

    def read(self, pictures):
        return self.codes, None


def chunk_read(network, data, folder, *, well: bool):
    """One chunk of which every told picture is read as told, or none is."""
    rows, captions = data.choose(0, 8)
    codes = torch.stack([scene_codes([data.scenes[row]])[0] for row in rows])
    reader = Reader(codes if well else torch.full_like(codes, -1))
    kept = load_ways([record_chunk(0, network, reader, data, folder, chunk=8)])
    return kept, [caption(data.scenes[row]) == text for row, text in zip(rows, captions, strict=True)]


def test_ways_that_end_badly_are_left_out(network, data, tmp_path):
    kept, _ = chunk_read(network, data, tmp_path / "well", well=True)
    assert len(kept) == 8
    fewer, whole = chunk_read(network, data, tmp_path / "badly", well=False)
    assert 0 < sum(whole) < 8
    assert len(fewer) == 8 - sum(whole)


def test_what_was_recorded_is_not_recorded_again(network, data, tmp_path, monkeypatch):
    file = record_chunk(3, network, blank_reader(0, CPU), data, tmp_path, chunk=4)
    monkeypatch.setattr(trajectories, "record", lambda *a: pytest.fail("recorded again"))
    assert record_chunk(3, network, blank_reader(0, CPU), data, tmp_path, chunk=4) == file
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_student_that_jumps_as_it_was_shown_makes_no_mistake(network):
    ways = Ways(torch.randn(8, JUMPS + 1, 3, 64, 64), torch.zeros(8, 17, dtype=torch.int64))
    moments = stops()

    class Knowing(torch.nn.Module):
        def reader(self, tokens):
            return None

        def forward(self, x, log_snr, context):
            out = []
            for row, level in zip(x, log_snr.tolist(), strict=True):
                at = next(i for i, m in enumerate(moments) if m.log_snr == pytest.approx(level, rel=1e-6))
                way = next(w for w in ways.ways if torch.equal(w[at], row))
                out.append(velocity_between(row, way[at + 1], *moments[at : at + 2]))
            return torch.stack(out)

    shown, tokens = ways.batch(0, 8, None)
    assert jump_loss(Knowing(), shown, tokens, torch.Generator().manual_seed(0)).item() < 1e-9
    assert jump_loss(network, shown, tokens, torch.Generator().manual_seed(0)).item() > 0.1


def test_a_student_follows_its_teacher_by_what_the_teacher_has_learnt_since(make_network):
    old, new, student = make_network(0), make_network(1), make_network(2)
    apart = {name: value - old.state_dict()[name] for name, value in student.state_dict().items()}
    brought = follow(student, old, new).state_dict()
    for name, value in new.state_dict().items():
        assert torch.allclose(brought[name] - value, apart[name], atol=1e-6)


def test_a_student_that_goes_on_counts_what_it_learnt_before():
    before = {"ways": "100", "pictures": "2000", "steps": "60", "hours": "0.50", "plan": "{}"}
    own = {"ways": "10", "pictures": "320", "steps": "10", "hours": "0.25", "machine": "here", "teacher": "new"}
    assert added_up(before, own) == {
        "ways": "110", "pictures": "2320", "steps": "70", "hours": "0.75", "machine": "here", "teacher": "new",
    }  # fmt: skip
