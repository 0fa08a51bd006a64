"""A U-Net of that library with words, still untaught. What a text reader says of them goes in as encoder_hidden_states.
In the first Stable Diffusion that's what CLIP's reader says last: 77 rows of 768 numbers. Here it's a row of 128 for
each word. The rows go in as a heap: put them in another order, and the answer is the same. So whose hat it is must
stand in the rows."""

from diffusers import UNet2DConditionModel


def answers(heaps, x, t):
    """What it answers to the same x (1, 3, 64, 64) at the moment t, told each of these heaps of rows (1, L, 128)."""
    unet = UNet2DConditionModel(
        sample_size=64,
        in_channels=3,
        out_channels=3,
        block_out_channels=(32, 64),
        layers_per_block=1,
        norm_num_groups=8,
        attention_head_dim=8,
        cross_attention_dim=128,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
    )
    return [unet(x, t, encoder_hidden_states=rows).sample for rows in heaps]
